"""Bodies of media types that schemathesis writes none of: a text as it is, anything else as JSON."""

from __future__ import annotations

import json
from typing import Any

import schemathesis
from schemathesis.transport.requests import REQUESTS_TRANSPORT

from handfast.spec import grammar
from handfast.spec.media_types import is_range


def speak(document: dict[str, Any]) -> None:
    """Has schemathesis write bodies of every media type that requests of a document may have."""
    for kind, node, _ in grammar.descend("document", document):
        for media_type in (node.get("content") or {}) if kind == "requestBody" and isinstance(node, dict) else ():
            if not is_range(media_type) and not _is_spoken(media_type):
                schemathesis.serializer(media_type)(_written)


def _is_spoken(media_type: str) -> bool:
    try:
        return REQUESTS_TRANSPORT.get_first_matching_media_type(media_type) is not None
    except ValueError:  # no media type at all
        return True


def _written(_: Any, value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")
