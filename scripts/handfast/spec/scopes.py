"""Scopes: schemas that are documents of their own to the references in them."""

from __future__ import annotations

from typing import Any

from handfast.spec.pointers import child, find, split
from handfast.spec.source import Source

_DEFINITIONS = ("/$defs/", "/definitions/")


def enclosed(source: Source, place: str, pointer: str) -> str:
    """Where a pointer leads from a place, counted from the root of the file.

    A schema with an `$id` is the root of what it holds. One with definitions is not, but many who made a document of
    schemas by a program meant it: theirs count where the document has none of the name.
    """
    defined = pointer.startswith(_DEFINITIONS) and not _leads(source.data, pointer)
    if not (defined or source.identifiers):
        return pointer
    tokens = split(place)
    for end in range(len(tokens) - 1, 0, -1):
        node = find(source.data, tokens[:end])
        own = isinstance(node, dict) and (defined or isinstance(node.get("$id"), str))
        if own and _leads(node, pointer):
            return child("", *tokens[:end]) + pointer
    return pointer


def _leads(node: Any, pointer: str) -> bool:
    try:
        find(node, split(pointer))
    except LookupError:
        return False
    return True
