"""Data as YAML, as a person would write it: text of several lines as a block, the same node twice written twice.

The events go to the emitter as they are made, each text's once: a tree of nodes between would take three times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from handfast.spec.recursion import deeply
from handfast.spec.source import plain

_WIDTH = 110
_LINE_ENDS = {"\x85", "\u2028", "\u2029"}
_TEXT = "tag:yaml.org,2002:str"


@deeply
def as_yaml(data: Any) -> str:
    """The data as a person would write it."""
    return yaml.emit(_Events().document(data), Dumper=yaml.CSafeDumper, allow_unicode=True, width=_WIDTH)  # type: ignore[no-any-return]


class _Events:
    """What the emitter is told; the event of a text is made once, as documents say the same words all over."""

    def __init__(self) -> None:
        self._texts: dict[str, yaml.ScalarEvent] = {}
        self._resolver = yaml.resolver.Resolver()
        self._representer = yaml.representer.SafeRepresenter()

    def document(self, data: Any) -> Iterator[yaml.Event]:
        yield yaml.StreamStartEvent()
        yield yaml.DocumentStartEvent(explicit=False)
        yield from self._node(data)
        yield yaml.DocumentEndEvent(explicit=False)
        yield yaml.StreamEndEvent()

    def _node(self, data: Any) -> Iterator[yaml.Event]:
        if isinstance(data, str):
            yield self._texts.get(data) or self._text(data)
        elif isinstance(data, dict):
            yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=not data)
            for key, value in data.items():
                yield from self._node(key)
                yield from self._node(value)
            yield yaml.MappingEndEvent()
        elif isinstance(data, list | tuple):
            yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=not data)
            for item in data:
                yield from self._node(item)
            yield yaml.SequenceEndEvent()
        else:
            node = self._representer.represent_data(data)
            yield yaml.ScalarEvent(None, None, (True, False), node.value)

    def _text(self, text: str) -> yaml.ScalarEvent:
        style = "|" if "\n" in text and not any(line.endswith(" ") for line in text.split("\n")) else None
        if not isinstance(plain(text), str):
            style = "'"  # a number to readers of YAML 1.2, if not to PyYAML
        if not _LINE_ENDS.isdisjoint(text):
            style = '"'  # line ends to YAML, which PyYAML otherwise writes as such
        bare = self._resolver.resolve(yaml.ScalarNode, text, (True, False)) == _TEXT  # type: ignore[no-untyped-call]
        made = self._texts[text] = yaml.ScalarEvent(None, None, (bare, True), text, style=style)
        return made
