"""What a part of a document refers to, at any distance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast.spec.document import Document


def referred(document: Document, content: Any) -> dict[str, Any]:
    """All that the content refers to by reference; None for what is not there."""
    found: dict[str, Any] = {}
    waiting = [content]
    while waiting:
        for reference in _references(waiting.pop()):
            if reference not in found:
                try:
                    found[reference] = document.find(reference)
                except LookupError:
                    found[reference] = None
                waiting.append(found[reference])
    return found


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        mapping = node.get("mapping")  # of a discriminator; a value of that name may be anything
        if isinstance(mapping, dict):
            yield from (item for item in mapping.values() if isinstance(item, str) and "#" in item)
        for item in node.values():
            yield from _references(item)
    elif isinstance(node, list):
        for item in node:
            yield from _references(item)
