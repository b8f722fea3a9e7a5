"""Contents: the bodies of requests and responses, by their media types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from handfast import names
from handfast.model.decoders import Decoders
from handfast.model.types import Types
from handfast.model.values import Body, Content, Event, EventField, Type
from handfast.spec.document import Document
from handfast.spec.media_types import base_of, is_form, is_json, is_range
from handfast.spec.pointers import child
from handfast.spec.streams import EventShape, Stream, Streams, constant

_BYTES = Type("bytes", "bytes")
_TEXT = Type("str", "str")
_STREAMED_BYTES = Type("bytes | AsyncIterator[bytes]", "bytes")
_MAP = Type("dict[str, Any]", "dict[str, Any]")
_WORDS = {"type", "format", "title", "description", "example", "examples", "nullable", "externalDocs", "deprecated"}
_DEFAULTS = {"event": "str", "id": "str", "retry": "int"}
# What the module of an event's class needs itself.
_IMPORTED = {"ABC", "Any", "AsyncIterator", "Caller", "Literal", "Refused", "SecretStr", "UUID"}


@dataclass
class _Group:
    """Media types that one value is written as."""

    encoding: str
    media: dict[str, Any]
    media_types: list[str]
    stream: Stream | None = None

    def takes(self, encoding: str, media: dict[str, Any]) -> bool:
        same = self.media.get("schema") == media.get("schema") and self.stream is None
        return same and self.encoding == encoding


@dataclass
class Contents:
    """Reads the contents of one document."""

    document: Document
    types: Types
    decoders: Decoders
    streams: Streams
    classes: frozenset[str]
    events: dict[str, Event] = field(default_factory=dict)

    def of_request(self, body: Any, pointer: str) -> Body | None:
        """One content for each kind of value that a request may carry."""
        node = self.document.resolve(body)
        if not isinstance(node, dict) or not node.get("content"):
            if isinstance(node, dict) and body:
                self.document.warn(child(pointer, "requestBody"), "the body has no content; it is not read")
            return None
        place = str(body["$ref"]).removeprefix("#") if "$ref" in body else child(pointer, "requestBody")
        groups: list[_Group] = []
        for media_type, reference in node["content"].items():
            media = self.document.resolve(reference)
            encoding = self._encoding(media_type, media, request=True)
            self._warn(media_type, encoding, media.get("schema"), child(place, "content", media_type))
            known = next((group for group in groups if self._alike(group, encoding, media)), None)
            if known:
                known.media_types.append(media_type)
            else:
                groups.append(_Group(encoding, media, [media_type]))
        return Body(tuple(self._request_content(group) for group in groups), node.get("required") is True)

    def _warn(self, media_type: str, encoding: str, schema: Any, pointer: str) -> None:
        """What of a body's schema is not held, or only if the body is JSON."""
        node = self.document.resolve(schema)
        if encoding in ("text", "bytes") and isinstance(node, dict) and _says_more(node):
            words = f"a body of {media_type} is given to the handler as it came; its schema is not held"
            self.document.warn(pointer, words)
        elif encoding == "json" and is_range(media_type) and not is_json(media_type):
            self.document.warn(pointer, f"a body of {media_type} is read as JSON, which is what has a schema")

    @staticmethod
    def _alike(group: _Group, encoding: str, media: dict[str, Any]) -> bool:
        """Whether two media types of a request give a handler the same: text and bytes are what they are."""
        raw = encoding in ("text", "bytes")
        return group.encoding == encoding and (raw or group.media == media)

    def _request_content(self, group: _Group) -> Content:
        media_types = tuple(group.media_types)
        if group.encoding not in ("json", "form"):
            return Content(media_types, group.encoding, _TEXT if group.encoding == "text" else _BYTES)
        kind = self.types.of(group.media.get("schema"))
        if group.encoding == "json":
            return Content(media_types, "json", kind)
        kind = kind if kind.plain != "Any" else _MAP
        return Content(media_types, "form", kind, decoder=self.decoders.form(group.media))

    def _encoding(self, media_type: str, media: dict[str, Any], *, request: bool = False) -> str:
        """How a body that is one value is written; a schema that is no text makes JSON of an open media type."""
        schema = self.document.resolve(media.get("schema"))
        binary = isinstance(schema, dict) and schema.get("type") == "string" and schema.get("format") == "binary"
        if request and is_form(media_type):
            return "form"
        if is_json(media_type):
            return "bytes" if binary else encoding_of(media_type, media)
        structured = isinstance(schema, dict) and (schema.get("type") not in (None, "string") or "properties" in schema)
        if base_of(media_type) in ("*/*", "application/*") and structured:
            return "json"
        return encoding_of(media_type, media)

    def of_response(self, content: dict[str, Any], owner: str) -> tuple[Content, ...]:
        """One for each value that a handler may give: what is no JSON is given as it is sent."""
        groups = self._groups(content, owner)
        return tuple(self._content(group, several=len(groups) > 1) for group in groups)

    def _groups(self, content: dict[str, Any], owner: str) -> list[_Group]:
        groups: list[_Group] = []
        for media_type, reference in content.items():
            media = self.document.resolve(reference)
            stream = self.streams.of(media_type, media, owner)
            encoding = stream.framing if stream else self._encoding(media_type, media)
            known = next((group for group in groups if group.takes(encoding, media)), None)
            if known and not stream:
                known.media_types.append(media_type)
            else:
                groups.append(_Group(encoding, media, [media_type], stream))
        return groups

    def _content(self, group: _Group, *, several: bool) -> Content:
        media_types, stream = tuple(group.media_types), group.stream
        if stream and stream.events:
            events = tuple(dict.fromkeys(self._event(event) for event in stream.events))
            joined = " | ".join(event.class_name for event in events)
            kind = _iterator(Type(joined, joined))
            return Content(media_types, stream.framing, kind, events=events)
        if stream:
            item = self.types.of(stream.item)
            return Content(media_types, stream.framing, _iterator(item), item=item)
        alike = tuple(name for name in media_types if self._encoding(name, group.media) == group.encoding)
        chosen = len(alike) > 1 and (several or group.encoding != "json")
        choices = alike if chosen or any(map(is_range, alike)) else ()
        return Content(media_types, group.encoding, self._type(group), choices)

    def _type(self, group: _Group) -> Type:
        if group.encoding == "json":
            return self.types.of(group.media.get("schema"))
        if group.encoding == "text":
            return _TEXT
        return _BYTES if group.media.get("x-encoded") else _STREAMED_BYTES

    def _event(self, found: EventShape) -> Event:
        name = found.name
        if name in self.classes or name in _IMPORTED:
            name = names.unique(f"{name}Message", self.classes)  # its schema is a model as well
        json = None if found.json is None else self.types.of(found.json)
        event = Event(
            class_name=name,
            description=found.description,
            constant=constant(self.document, found.fields.get("event")),
            fields=tuple(sorted(self._fields(found, json), key=lambda item: item.default is not None)),
            json=json,
        )
        if self.events.get(name, event) != event:
            event = self._renamed(event)
        return self.events.setdefault(event.class_name, event)

    def _renamed(self, event: Event) -> Event:
        name = names.unique(event.class_name, self.events)
        return Event(name, event.description, event.constant, event.fields, event.json)

    def _fields(self, found: EventShape, json: Type | None) -> Iterator[EventField]:
        for name, schema in found.fields.items():
            always = constant(self.document, schema)
            if name == "event" and always is not None:
                continue
            annotation = json.plain if json and name == "data" else self._text(name, schema)
            if always is not None:
                yield EventField(name, annotation, repr(always))
            elif name in found.required:
                yield EventField(name, annotation)
            else:
                nullable = annotation == "Any" or annotation.endswith("| None")
                yield EventField(name, annotation if nullable else f"{annotation} | None", "None")

    def _text(self, name: str, schema: Any) -> str:
        """The type of a field that is written as it is."""
        node = self.document.resolve(schema)
        fixed = isinstance(node, dict) and ("const" in node or "enum" in node)
        return self.types.of(schema).plain if fixed else _DEFAULTS.get(name, "str")


def encoding_of(media_type: str, media: dict[str, Any]) -> str:
    """How a body that is one value is written."""
    if is_json(media_type) and not media.get("x-encoded"):
        return "json"
    return "text" if base_of(media_type).startswith("text/") else "bytes"


def _says_more(schema: dict[str, Any]) -> bool:
    """Whether a schema says more than that a body is text or bytes."""
    said = {key for key in schema if not key.startswith(("x-", "content")) and key not in _WORDS}
    types = schema.get("type", "string")
    return types not in ("string", ["string"]) or bool(said) or schema.get("format", "binary") not in ("binary", "byte")


def _iterator(item: Type) -> Type:
    return Type(f"AsyncIterator[{item.plain}]", f"AsyncIterator[{item.bounded}]", f"AsyncIterator[{item.qualified}]")
