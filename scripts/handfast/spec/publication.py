"""The document as clients get it."""

from __future__ import annotations

from typing import Any

from handfast.spec.deprecation import announced
from handfast.spec.document import Document
from handfast.spec.drafts import settled
from handfast.spec.extensions import published


def for_clients(document: Document) -> dict[str, Any]:
    """With the headers of what is deprecated, without drafts and the extensions that are none of their business."""
    return published(announced(settled(document)).data)


def as_written(document: Document, data: dict[str, Any]) -> dict[str, Any]:
    """What `for_clients` made, each reference as its author wrote it, where schemas of one file name themselves.

    To our own programs `https://example.com/pet` is the pointer of the schema with that `$id`.
    """
    if len(document.sources) == 1 and document.sources[0].identifiers:
        _restore(data, document.sources[0].data)
    return data


def _restore(made: Any, given: Any) -> None:
    if isinstance(made, dict) and isinstance(given, dict):
        if isinstance(made.get("$ref"), str) and isinstance(given.get("$ref"), str):
            made["$ref"] = given["$ref"]
        for name in made.keys() & given.keys():
            _restore(made[name], given[name])
    elif isinstance(made, list) and isinstance(given, list) and len(made) == len(given):
        for one, other in zip(made, given, strict=True):
            _restore(one, other)
