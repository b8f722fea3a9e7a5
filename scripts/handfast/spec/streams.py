"""Streams: responses that are sent item by item, and the events that an event stream is made of.

Read before the models are made, as the objects that events carry need names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from handfast import names
from handfast.spec.document import Document
from handfast.spec.media_types import base_of, is_json
from handfast.spec.shapes import Branch, branches, shape

EVENT_STREAM = "text/event-stream"
ITEM_SCHEMAS = ("itemSchema", "x-item-schema")
EVENT_FIELDS = ("event", "data", "id", "retry")
_FRAMINGS = {
    EVENT_STREAM: "data",
    "application/jsonl": "lines",
    "application/jsonlines": "lines",
    "application/x-jsonlines": "lines",
    "application/ndjson": "lines",
    "application/x-ndjson": "lines",
    "application/json-seq": "records",
}
_STRUCTURE = ("properties", "allOf", "oneOf", "anyOf")


@dataclass(frozen=True, slots=True)
class EventShape:
    """An event of a stream: its fields that are declared, and the schema of its data if that is JSON."""

    name: str
    description: str
    fields: dict[str, Any]
    required: frozenset[str]
    json: Any = None


@dataclass(frozen=True, slots=True)
class Stream:
    """How items are written one after another: `events`; JSON as `data` of events, `lines` or `records`."""

    framing: str
    item: Any
    events: tuple[EventShape, ...] = ()


@dataclass
class Streams:
    """The streams of a document; by name the schemas in them that have none of their own.

    `shells` are the nodes that say what events are, and nothing that a handler gives.
    """

    document: Document
    inline: dict[str, Any] = field(default_factory=dict)
    known: dict[tuple[str, str | int], Stream] = field(default_factory=dict)
    named: dict[str, EventShape] = field(default_factory=dict)
    event_names: set[str] = field(default_factory=set)
    shells: set[int] = field(default_factory=set)

    def of(self, media_type: str, media: dict[str, Any], owner: str) -> Stream | None:
        """The stream that a media type declares; `owner` is what an unnamed schema in it is named after."""
        framing = framing_of(media_type)
        schema = item_schema(media)
        if framing is None or not isinstance(schema, dict):
            return None
        reference = schema.get("$ref")
        key = (framing, reference or id(schema))
        if key not in self.known:
            own = names.pascal(str(reference).rpartition("/")[2] if reference else owner)
            self.known[key] = self._stream(framing, schema, own)
        if self.known[key].events:
            self.shells.add(id(schema))
        return self.known[key]

    def modelled(self) -> list[Any]:
        """The schemas whose values a handler gives as they are."""
        items = [stream.item for stream in self.known.values() if not stream.events]
        events = [event for stream in self.known.values() for event in stream.events]
        fields = [part for event in events for part in event.fields.values()]
        return [*items, *fields, *(event.json for event in events)]

    def _stream(self, framing: str, schema: dict[str, Any], owner: str) -> Stream:
        found = branches(self.document, schema)
        if framing == "data" and has_event_fields(self.document, found):
            return Stream("events", schema, tuple(self._event(branch, owner) for branch in found))
        return Stream(framing, self._named(schema, f"{owner}Item"))

    def _event(self, branch: Branch, owner: str) -> EventShape:
        if branch.reference is None or "$ref" not in branch.schema:
            return self._read_event(branch, owner)
        if branch.reference not in self.named:
            self.named[branch.reference] = self._read_event(branch, owner)
        return self.named[branch.reference]

    def _read_event(self, branch: Branch, owner: str) -> EventShape:
        found = shape(self.document, branch.schema)
        fields = {name: found.properties[name] for name in EVENT_FIELDS if name in found.properties}
        description = str(self.document.resolve(branch.schema).get("description", "")).strip()
        name = self._event_name(branch, owner, constant(self.document, fields.get("event")))
        held = name.removesuffix("Event") if name.endswith("Event") else f"{name}Data"
        json = self._named(json_of(self.document, fields.get("data")), held)
        return EventShape(name, description, fields, found.required, json)

    def _event_name(self, branch: Branch, owner: str, event: str | None) -> str:
        if branch.reference:
            return names.pascal(branch.reference.rpartition("/")[2])
        stem = owner.removesuffix("Event")
        own = branch.schema.get("title") or f"{stem}{names.pascal(event) if event else ''}Event"
        name = names.unique(names.pascal(str(own)), self.event_names)
        self.event_names.add(name)
        return name

    def _named(self, schema: Any, name: str) -> Any:
        """The schema by a name; itself if it has one, or is so simple that it needs none."""
        if not isinstance(schema, dict) or "$ref" in schema or not any(key in schema for key in _STRUCTURE):
            return schema
        components = self.document.data.get("components", {}).get("schemas", {})
        own = names.unique(name, {*components, *self.inline})
        self.inline[own] = schema
        return {"$ref": f"#/components/schemas/{own}"}


def framing_of(media_type: str) -> str | None:
    """How a sequential media type writes its items."""
    base = base_of(media_type)
    return "records" if base.endswith("+json-seq") else _FRAMINGS.get(base)


def item_schema(media: dict[str, Any]) -> Any:
    """The schema of one item, as OpenAPI 3.2 has it or by our extension."""
    return next((media[key] for key in ITEM_SCHEMAS if key in media), None)


def has_event_fields(document: Document, found: list[Branch]) -> bool:
    """Whether the items are messages of an event stream, and not what one carries."""
    shapes = [shape(document, branch.schema) for branch in found]
    return any("data" in item.properties for item in shapes) and all(
        item.properties and set(item.properties) <= set(EVENT_FIELDS) for item in shapes
    )


def constant(document: Document, schema: Any) -> str | None:
    """The text that a field always is."""
    node = document.resolve(schema)
    if not isinstance(node, dict):
        return None
    values = [node["const"]] if "const" in node else node.get("enum", [])
    return values[0] if len(values) == 1 and isinstance(values[0], str) else None


def json_of(document: Document, data: Any) -> Any:
    """The schema of what an event's data holds as JSON; None if it is text or there is none."""
    node = document.resolve(data)
    if not isinstance(node, dict):
        return None
    media_type = node.get("contentMediaType")
    if media_type is not None or "contentSchema" in node:
        return node.get("contentSchema", {}) if is_json(str(media_type or "application/json")) else None
    types = node.get("type", [])
    types = [types] if isinstance(types, str) else types
    values = [node["const"]] if "const" in node else node.get("enum", [])
    structured = any(key in node for key in _STRUCTURE)
    text = "string" in types or (bool(values) and all(isinstance(item, str) for item in values))
    return None if text or not (types or values or structured) else data
