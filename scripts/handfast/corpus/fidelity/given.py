"""The given document, read on its own: its files as they are, and references followed where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from handfast.findings import FindingsError, Location
from handfast.spec.pointers import child, find, split
from handfast.spec.source import Source, read_source

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_DEEPEST = 50
_PROSE = (".md", ".markdown", ".txt", ".html")


class Node(NamedTuple):
    """A part of a document, and where it stands."""

    data: Any
    file: Path
    pointer: str

    @property
    def place(self) -> tuple[Path, str]:
        return self.file, self.pointer

    def get(self, *keys: str) -> Node | None:
        """What is below; None where nothing is."""
        try:
            return Node(find(self.data, keys), self.file, child(self.pointer, *keys))
        except LookupError:
            return None

    def items(self) -> Iterator[tuple[str, Node]]:
        """What is directly below, by key or index."""
        pairs: list[tuple[str, Any]] = list(self.data.items()) if isinstance(self.data, dict) else []
        if isinstance(self.data, list):
            pairs = [(str(index), item) for index, item in enumerate(self.data)]
        return ((key, Node(item, self.file, child(self.pointer, key))) for key, item in pairs)

    def below(self, key: str) -> list[tuple[str, Node]]:
        """What stands under a key, by name or index."""
        found = self.get(key)
        return list(found.items()) if found else []

    def text(self, key: str) -> str:
        value = self.data.get(key) if isinstance(self.data, dict) else None
        return value if isinstance(value, str) else ""


@dataclass
class Operation:
    """An operation with what its path gives it."""

    method: str
    path: str
    node: Node
    parameters: list[Node] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


class Given:
    """A document of one file or many."""

    def __init__(self, path: Path) -> None:
        self._sources: dict[Path, Source] = {}
        self.root = self._file(path.resolve())

    @property
    def old(self) -> bool:
        """Whether it is OpenAPI 3.0, which has a schema language of its own."""
        return str(self.root.data.get("openapi", "")).startswith("3.0")

    @property
    def files(self) -> list[Path]:
        return list(self._sources)

    def locate(self, node: Node, *, key: bool = False) -> Location:
        """Where a node was written; its key if asked."""
        return self._sources[node.file].locate(node.pointer, key=key)

    def follow(self, node: Node) -> Node:
        """What a node refers to through any number of references; nothing (None) where they lead nowhere."""
        for _ in range(_DEEPEST):
            if not node.text("$ref"):
                return node
            node = self._target(node)
        return node._replace(data=None)

    def operations(self) -> Iterator[Operation]:
        """Each operation with its parameters, in the document's order."""
        paths = self.follow(self.root.get("paths") or self.root._replace(data={}))
        for path, item in paths.items():
            found = self.follow(item)
            if path.startswith("x-") or not isinstance(found.data, dict):
                continue
            shared = [self.follow(node) for _, node in found.below("parameters")]
            own = [(key.upper(), node) for key, node in found.items() if key in METHODS]
            for method, node in [*own, *found.below("additionalOperations")]:
                operation = self.follow(node)
                if isinstance(operation.data, dict):
                    named = {_key(item): item for item in shared}
                    written = [self.follow(node) for _, node in operation.below("parameters")]
                    named.update({_key(item): item for item in written})
                    yield Operation(method, path, operation, [item for key, item in named.items() if all(key)])

    def below(self, node: Node, key: str) -> list[tuple[str, Node]]:
        """What stands under a key, by name, with references followed; extensions are left out."""
        found = node.get(key)
        items = self.follow(found).items() if found else ()
        return [(name, self.follow(item)) for name, item in items if not name.startswith("x-")]

    def _target(self, node: Node) -> Node:
        name, _, fragment = node.text("$ref").partition("#")
        lost = node._replace(data=None)
        named = self._sources[node.file].identifiers if name else {}
        if name in named:
            return self._walk(self._file(node.file), named[name] + unquote(fragment)) or lost
        if "://" in name:
            return lost
        root = self._file((node.file.parent / unquote(name)).resolve()) if name else self._file(node.file)
        pointer = unquote(fragment)
        if pointer and not pointer.startswith("/"):
            pointer = self._sources[root.file].anchors.get(pointer, "/")
        return self._walk(root, pointer) or lost

    def _walk(self, root: Node, pointer: str) -> Node | None:
        node: Node | None = root
        for token in split(pointer):
            node = node.get(token) or self.follow(node).get(token) if node else None
        return node

    def _file(self, path: Path) -> Node:
        if path.suffix in _PROSE and path.is_file():
            return Node(path.read_text(encoding="utf-8", errors="replace"), path, "")
        if path not in self._sources:
            try:
                self._sources[path] = read_source(path, lenient=True)
            except FindingsError:
                self._sources[path] = Source(path, None, "")
        return Node(self._sources[path].data, path, "")


def _key(parameter: Node) -> tuple[str, str]:
    place, name = parameter.text("in"), parameter.text("name")
    return place, name.lower() if place == "header" else name
