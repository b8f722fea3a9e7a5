"""The operations of a document as the page lists them, each with the address that Swagger UI gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from handfast.spec.document import Document
from handfast.spec.operations import operations

_DEFAULT_TAG = "default"
_NO_WORD = re.compile(r"[^A-Za-z0-9_]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation beneath one tag; `anchor` leads to it."""

    id: str
    method: str
    path: str
    summary: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of a tag."""

    tag: str
    anchor: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """All operations, by the pointer of each, and in the order of their tags."""

    groups: tuple[Group, ...]
    by_pointer: dict[str, Entry]
    by_id: dict[str, Entry]

    def of(self, pointers: list[str]) -> list[Entry]:
        """Those that are shown."""
        return [self.by_pointer[pointer] for pointer in pointers if pointer in self.by_pointer]


def contents(document: Document) -> Contents:
    """List the operations, each beneath every tag that it has."""
    declared = document.data.get("tags")
    names = [str(tag.get("name")) for tag in declared if isinstance(tag, dict)] if isinstance(declared, list) else []
    by_tag: dict[str, list[Entry]] = {name: [] for name in names}
    by_pointer: dict[str, Entry] = {}
    by_id: dict[str, Entry] = {}
    for pointer, path, method, node in operations(document):
        tags = [str(tag) for tag in node.get("tags") or () if tag is not None] or [_DEFAULT_TAG]
        for tag in dict.fromkeys(tags):
            entry = _entry(path, method, node, tag)
            by_tag.setdefault(tag, []).append(entry)
            by_pointer.setdefault(pointer, entry)
            by_id.setdefault(entry.id, entry)
    groups = tuple(Group(tag, f"#/{quote(tag)}", tuple(entries)) for tag, entries in by_tag.items() if entries)
    return Contents(groups, by_pointer, by_id)


def _entry(path: str, method: str, node: dict[str, Any], tag: str) -> Entry:
    given = str(node.get("operationId") or "")
    shown = given or method + _NO_WORD.sub("_", path)  # what Swagger UI calls one that has no name
    summary = str(node.get("summary") or given or path).strip()
    return Entry(given or shown, method.upper(), path, summary, f"#/{quote(tag)}/{quote(shown)}")
