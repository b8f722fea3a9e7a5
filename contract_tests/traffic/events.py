"""Server-sent events: the stream taken apart, and held against the schema of one event.

An event is what the specs see of it: an object with `event`, `data`, `id` and `retry`, as far as the stream has them.
"""

import json
import re
from contextlib import suppress
from typing import Any

from contract_tests.spec.bundle import ITEM_SCHEMAS
from contract_tests.spec.document import Document

EVENT_STREAM = "text/event-stream"
_LINE_END = re.compile(r"\r\n|\n|\r")
_ABOUT_CONTENT = ("contentSchema", "contentMediaType", "contentEncoding")


class BrokenStream(ValueError):
    """A stream that is not what an EventSource can read to its end."""


def read_events(content: bytes) -> list[dict[str, Any]]:
    """The events of a whole stream. Raises BrokenStream."""
    try:
        text = content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BrokenStream(f"it is no UTF-8: {error}") from None
    *lines, rest = _LINE_END.split(text)
    events: list[dict[str, Any]] = []
    fields: dict[str, list[str]] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            if name:  # without one it is a comment
                fields.setdefault(name, []).append(value.removeprefix(" "))
            continue
        if fields:
            events.append(_event(fields))
        fields = {}
    if rest or fields:
        raise BrokenStream("it ends within an event: there is no empty line after the last one")
    return events


def _event(fields: dict[str, list[str]]) -> dict[str, Any]:
    unknown = fields.keys() - {"event", "data", "id", "retry"}
    if unknown:
        raise BrokenStream(f"fields that nobody reads: {', '.join(sorted(unknown))}")
    if "data" not in fields:
        raise BrokenStream(f"an event without data, which nobody is told of: {fields}")
    event: dict[str, Any] = {name: values[-1] for name, values in fields.items()}
    event["data"] = "\n".join(fields["data"])
    if event.get("retry", "").isdecimal():
        event["retry"] = int(event["retry"])
    return event


def item_schema(media: Any) -> Any:
    """The schema of one event, if a media type has one."""
    return next((media[name] for name in ITEM_SCHEMAS if name in media), None)


def opened(event: dict[str, Any]) -> dict[str, Any]:
    """An event whose data are there as the text they are, and as the JSON that they hold."""
    data: dict[str, Any] = {"text": event["data"]}
    with suppress(ValueError):
        data["json"] = json.loads(event["data"])
    return {**event, "data": data}


def opened_schema(document: Document, schema: Any) -> Any:
    """The schema of an event, rewritten for opened ones: `contentSchema` is held against the JSON."""
    schema = dict(document.resolved(schema))
    for keyword in ("oneOf", "anyOf", "allOf"):
        if keyword in schema:
            schema[keyword] = [opened_schema(document, branch) for branch in schema[keyword]]
    properties = dict(schema.get("properties", {}))
    if "data" in properties:
        told = document.resolved(properties["data"])
        text = {key: item for key, item in told.items() if key not in _ABOUT_CONTENT}
        data: dict[str, Any] = {"properties": {"text": text}}
        if "contentSchema" in told:
            data["properties"]["json"] = told["contentSchema"]
        if "json" in str(told.get("contentMediaType", "json" if "contentSchema" in told else "")):
            data["required"] = ["json"]
        schema["properties"] = {**properties, "data": data}
    return schema
