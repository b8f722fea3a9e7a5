"""Streams: each kind of event can be told from the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast.findings import Finding
from handfast.lint.reading import Operation, whole_operations
from handfast.spec.document import Document
from handfast.spec.media_types import base_of
from handfast.spec.pointers import child, split
from handfast.spec.shapes import branches, shape
from handfast.spec.streams import EVENT_STREAM, constant, has_event_fields, item_schema, json_of

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


def endings(document: Document) -> Iterator[Finding]:
    """What x-stream says of the events of a stream is about events that are there, and about texts in them."""
    for kind, node, pointer in document.objects():
        told = node.get("x-stream") if kind == "mediaType" else None
        if not isinstance(told, dict):
            continue
        where = document.locate(child(pointer, "x-stream"), key=True)
        for message in _false_endings(document, told, _events(document, item_schema(node))):
            yield Finding(where, message)


def _events(document: Document, schema: Any) -> dict[str, Any]:
    """The schemas of the data that events carry, by the names of the events."""
    shapes = [shape(document, branch.schema) for branch in branches(document, schema)] if schema else []
    named = {constant(document, found.properties.get("event")): found.properties.get("data") for found in shapes}
    return {name: data for name, data in named.items() if name is not None}


def _false_endings(document: Document, told: dict[str, Any], events: dict[str, Any]) -> Iterator[str]:
    for key in sorted(told.keys() - {"ends", "pieces", "whole"}):
        yield f"x-stream has no word {key!r}: there are ends, pieces and whole"
    pointers = {key: told[key] if isinstance(told.get(key), dict) else {} for key in ("pieces", "whole")}
    ends = told.get("ends")
    if not isinstance(ends, list) or not ends:
        yield "x-stream names no events in ends, so nobody knows when the stream is over"
    if bool(pointers["pieces"]) != bool(pointers["whole"]):
        yield "x-stream has pieces and no whole, or a whole and no pieces"
    for name in [*(ends if isinstance(ends, list) else []), *pointers["pieces"], *pointers["whole"]]:
        if name not in events:
            yield f"x-stream names {name!r}, which no event is called"
    for found in pointers.values():
        for name, pointer in found.items():
            if name in events and not _has_text(document, events[name], str(pointer)):
                yield f"x-stream names {pointer!r} of {name!r}, where its data has no text"


def _has_text(document: Document, data: Any, pointer: str) -> bool:
    schema = json_of(document, data) if pointer else data
    for name in split(pointer):
        schema = shape(document, schema).properties.get(name) if schema is not None else None
    resolved = document.resolve(schema) if schema is not None else None
    return isinstance(resolved, dict) and resolved.get("type", "string") in ("string", ["string"])


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
