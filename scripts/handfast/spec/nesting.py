"""How deep and how large a file may be: more than this no document is, and what comes after could not take it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

_DEEPEST = 200  # what writes JSON for us takes 255
_LARGEST = 2_000_000
_MOST_TIMES = 10
_BRACKET = re.compile(r"[\[\]{}]")
_ALIAS = re.compile(r"[:,\[{?-]\s*\*\S")
_RUN = re.compile(r"(?:[-?:][ \t]+){200}")

Place = tuple[int, int]
"""A line and a column, from 1."""


def too_deep(text: str) -> Place | None:
    """Where YAML is nested deeper than can be read, by its events: nodes are made on a stack that may not do."""
    if not _may_be_deep(text):
        return None
    return next(_places_beyond(text), None)


def is_too_deep(data: Any) -> bool:
    """The same of what was read; it may not hold itself."""
    level = [data] if isinstance(data, dict | list) else []
    for _ in range(_DEEPEST):
        below = (item for node in level for item in (node.values() if isinstance(node, dict) else node))
        level = [item for item in below if isinstance(item, dict | list)]
        if not level:
            return False
    return True


def place_beyond(text: str) -> Place:
    """Where data that is too deep begins to be so; the beginning of the file if that cannot be told."""
    try:
        return next(_places_beyond(text), (1, 1))
    except yaml.YAMLError:
        return 1, 1


def unfolds(root: yaml.Node | None, text: str) -> bool:
    """Whether aliases stand for so much that it is no document. RecursionError: one holds itself."""
    sizes: dict[int, int] = {}
    if root is None or not _ALIAS.search(text):
        return False
    return _size(root, sizes) > max(_LARGEST, _MOST_TIMES * len(sizes))


def _may_be_deep(text: str) -> bool:
    """Whether it can be; brackets in prose count, too."""
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > _DEEPEST:
            return True
    return bool(_RUN.search(text))


def _places_beyond(text: str) -> Iterator[Place]:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                mark = event.start_mark
                yield (mark.line + 1, mark.column + 1) if mark else (1, 1)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _size(node: yaml.Node, sizes: dict[int, int]) -> int:
    known = sizes.get(id(node))
    if known is None:
        parts = node.value if isinstance(node, yaml.SequenceNode) else []
        if isinstance(node, yaml.MappingNode):
            parts = [part for _, part in node.value]
        known = sizes[id(node)] = 1 + sum(_size(part, sizes) for part in parts)
    return known
