"""What was approved as guarded: what our own words and `security` say of operations, and other rules cannot know.

To take a guard away breaks nobody's client, and is breaking all the same: whose things they are was a promise, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from handfast.spec.document import Document
from handfast.spec.drafts import is_draft
from handfast.spec.extensions import EXTENSIONS
from handfast.spec.operations import demanded, operations, responses
from handfast.spec.pointers import child, from_fragment

WORDS = {
    "x-owner": ("major", "major", "major"),
    "x-caller-owned": ("minor", "major", "major"),
    "x-discloses": ("major", "patch", "minor"),
    "x-idempotency-key": ("minor", "major", "major"),
    "x-filter": ("minor", "major", "major"),
    "x-compare": ("major", "major", "major"),
    "x-search": ("minor", "major", "major"),
    "x-sort": ("minor", "major", "major"),
    "x-order": ("minor", "major", "major"),
    "x-nulls": ("minor", "major", "major"),
    "x-page": ("minor", "major", "major"),
    "x-counts-by": ("minor", "minor", "major"),
    "x-needs": ("patch", "patch", "patch"),
}
"""What it means that one of our words comes, says something else, goes."""
_Alternative = tuple[tuple[str, tuple[str, ...]], ...]
_NAME = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Change:
    """What is guarded otherwise, at a pointer of the new document."""

    impact: str
    pointer: str
    operation: str
    message: str


@dataclass(frozen=True, slots=True)
class _Operation:
    document: Document
    pointer: str
    path: str
    method: str
    node: dict[str, Any]

    @property
    def subject(self) -> str:
        return f"{self.method.upper()} {self.path}"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an operation that carries words: what it is called, where it is written, what it says."""

    name: str
    pointer: str
    node: dict[str, Any]


def changes(old: Document, new: Document, *, hidden: bool) -> Iterator[Change]:
    """What changed of the operations that are in both; with `hidden` the words that clients do not get as well."""
    words = [word for word in WORDS if hidden or EXTENSIONS[word].published]
    before = _operations(old)
    for key, operation in _operations(new).items():
        if key in before:
            yield from _security(before[key], operation)
            old_parts = _parts(before[key])
            for name, part in _parts(operation).items():
                for word in words if name in old_parts else ():
                    yield from _word(word, old_parts[name].node.get(word), part, operation.subject)


def _operations(document: Document) -> dict[tuple[str, str], _Operation]:
    """What is promised, by path and method; what the names in a path are promises nothing."""
    return {
        (_NAME.sub("{}", path), method): _Operation(document, pointer, path, method, node)
        for pointer, path, method, node in operations(document)
        if not is_draft(node)
    }


def _word(word: str, was: Any, part: _Part, subject: str) -> Iterator[Change]:
    now = part.node.get(word)
    if (was or None) == (now or None):
        return
    came, other, went = WORDS[word]
    of = f" of {part.name}" if part.name else ""
    where = child(part.pointer, word) if word in part.node else part.pointer
    if not was:
        yield Change(came, where, subject, f"{word}{of} is {_said(now)}, and was not there")
    elif not now:
        yield Change(went, where, subject, f"{word}{of} is gone, and was {_said(was)}")
    else:
        yield Change(other, where, subject, f"{word}{of} is {_said(now)}, and was {_said(was)}")


def _security(old: _Operation, new: _Operation) -> Iterator[Change]:
    asked, asks = _alternatives(old), _alternatives(new)
    gained, lost = set(asks) - set(asked), set(asked) - set(asks)
    if gained or lost:
        impact = "major" if lost or () in gained else "minor"
        where = child(new.pointer, "security") if "security" in new.node else new.pointer
        yield Change(impact, where, new.subject, f"asks for {_either(asks)}, and asked for {_either(asked)}")


def _alternatives(operation: _Operation) -> list[_Alternative]:
    """Each as its schemes with their scopes, sorted: their order says nothing."""
    return [
        tuple(sorted((name, _sorted(scopes)) for name, scopes in alternative.items()))
        for alternative in demanded(operation.document, operation.node)
    ]


def _sorted(scopes: Any) -> tuple[str, ...]:
    return tuple(sorted(map(str, scopes))) if isinstance(scopes, list) else ()


def _either(alternatives: list[_Alternative]) -> str:
    return " or ".join(
        " and ".join(f"{name} ({', '.join(scopes)})" if scopes else name for name, scopes in alternative) or "nothing"
        for alternative in alternatives
    )


def _parts(operation: _Operation) -> dict[tuple[str, ...], _Part]:
    """The operation, its parameters and its responses; a name in the path is known by its place, as it may change."""
    document, path, node = operation.document, operation.path, operation.node
    found: dict[tuple[str, ...], _Part] = {(): _Part("", operation.pointer, node)}
    names = _NAME.findall(path)
    item = document.resolve(document.data["paths"][path])
    for around, at in ((item, child("", "paths", path)), (node, operation.pointer)):
        given = around.get("parameters")
        for index, parameter in enumerate(given if isinstance(given, list) else ()):
            there, each = _followed(document, child(at, "parameters", str(index)), parameter)
            place, name = str(each.get("in")), str(each.get("name"))
            key = str(names.index(name)) if place == "path" and name in names else name
            found["parameter", place, key] = _Part(f"the {place} parameter {name}", there, each)
    for status, response in responses(node):
        there, each = _followed(document, child(operation.pointer, "responses", status), response)
        found["response", status] = _Part(f"the response {status}", there, each)
    return found


def _followed(document: Document, pointer: str, node: Any) -> tuple[str, dict[str, Any]]:
    """Where a node is written, and what it says, through its references."""
    for _ in range(50):
        if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
            break
        pointer = from_fragment(node["$ref"].removeprefix("#"))
        try:
            node = document.find(node["$ref"])
        except LookupError:
            return "", {}
    return pointer, node if isinstance(node, dict) else {}


def _said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
