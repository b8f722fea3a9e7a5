"""Streams: each kind of event can be told from the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast.document import Document
from handfast.findings import Finding
from handfast.lint.reading import Operation, whole_operations
from handfast.media_types import base_of
from handfast.pointers import child
from handfast.shapes import branches, shape
from handfast.streams import EVENT_STREAM, constant, has_event_fields, item_schema, json_of

_WORDS = "itemSchema (x-item-schema before OpenAPI 3.2)"


def event_streams(document: Document) -> Iterator[Finding]:
    """An event stream says what its events are; one whose data is JSON fixes its `event`, as no other does."""
    for operation in whole_operations(document):
        for status, response in operation.responses.items():
            for media_type, media in response.get("content", {}).items():
                if base_of(media_type) == EVENT_STREAM:
                    schema = item_schema(document.resolve(media))
                    for message in _breaches(operation, schema):
                        yield operation.finding(f"{status} {message}", "responses", status)


def own_word(document: Document) -> Iterator[Finding]:
    """Our extension gives way to the standard's word where there is one."""
    if str(document.data.get("openapi", "")).startswith(("3.0", "3.1")):
        return
    for kind, node, pointer in document.objects():
        if kind == "mediaType" and "x-item-schema" in node:
            where = document.locate(child(pointer, "x-item-schema"), key=True)
            yield Finding(where, "OpenAPI 3.2 has a word for x-item-schema: itemSchema")


def _breaches(operation: Operation, schema: Any) -> Iterator[str]:
    document = operation.document
    if not isinstance(schema, dict):
        yield f"is an event stream, but no {_WORDS} says what its events are"
        return
    found = branches(document, schema)
    if not has_event_fields(document, found):
        yield "is an event stream, but its items are no events: objects with `data`, and `event`, `id` and `retry`"
        return
    seen: set[str] = set()
    for properties in (shape(document, branch.schema).properties for branch in found):
        event = constant(document, properties.get("event"))
        if event is None and json_of(document, properties.get("data")) is not None:
            yield "has an event whose data is JSON, but whose `event` is not fixed with a const"
        elif event in seen:
            yield f"has two events called {event!r}"
        seen.update([event] if event is not None else [])
