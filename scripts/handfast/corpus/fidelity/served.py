"""The served document: the given one in one piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from handfast.corpus.fidelity.given import Given, Node
from handfast.spec.extensions import EXTENSIONS

_LEFT_OUT = {name for name, extension in EXTENSIONS.items() if not extension.published}  # between authors and tools
_MOST = 20


def differences(given: Given, served: Path) -> list[tuple[Node, str]]:
    """Where the document that a package serves does not mean what was given."""
    comparison = _Comparison(given, Given(served))
    found = []
    for difference in comparison.between(given.root, comparison.served.root):
        found.append(difference)
        if len(found) == _MOST:
            break
    return found


class _Comparison:
    def __init__(self, given: Given, served: Given) -> None:
        self.given, self.served = given, served
        self._seen: set[Any] = set()

    def between(self, given: Node, served: Node) -> Iterator[tuple[Node, str]]:
        waiting = [(given, served)]
        while waiting:
            one, other = waiting.pop()
            if one.data == other.data and len(self.given.files) == 1:
                continue
            one, other = self._followed(one, other)
            if (one.place, other.place) in self._seen:
                continue
            self._seen.add((one.place, other.place))
            if isinstance(one.data, dict) and isinstance(other.data, dict):
                yield from _keys(one, other)
                waiting += [(node, below) for key, node in one.items() if (below := other.get(key))]
            elif isinstance(one.data, list) and isinstance(other.data, list) and len(one.data) == len(other.data):
                waiting += zip((node for _, node in one.items()), (node for _, node in other.items()), strict=True)
            elif one.data != other.data:
                yield one, f"is served as {str(other.data)[:100]!r}"

    def _followed(self, one: Node, other: Node) -> tuple[Node, Node]:
        """Both, with references followed; one that leads nowhere stays."""
        nodes = []
        for document, node in ((self.given, one), (self.served, other)):
            target = document.follow(node) if node.text("$ref") else node
            nodes.append(node if target.data is None else target)
        return nodes[0], nodes[1]


def _keys(one: Node, other: Node) -> Iterator[tuple[Node, str]]:
    sections = one.pointer in ("", "/components") or PurePosixPath(one.pointer).parent == PurePosixPath("/components")
    more = set() if sections else set(other.data) - set(one.data)  # what came from other files has its place there
    for key in one.data.keys() - other.data.keys() - _LEFT_OUT:
        yield one.get(key) or one, "is not in the served document"
    for key in more:
        yield one, f"is served with {key!r}, which nobody wrote"
