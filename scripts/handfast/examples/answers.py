"""Answers: of the responses that an operation declares, the one that is wanted, filled in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from handfast.examples import bodies
from handfast.examples.headers import headers_of
from handfast.examples.preferences import Preferences, acceptable
from handfast.examples.schemas import Schemas
from handfast.examples.synthesis import Note, Synthesis
from handfast.examples.unfit import Unfit
from handfast.spec.media_types import is_json
from handfast.spec.operations import responses
from handfast.spec.pointers import child
from handfast.spec.streams import item_schema

_NO_BODY = {204, 205, 304}
_ERRORS_FROM = 400
_PREFERRED = (200, 201, 202, 203, 206, 207, 204, 205)


@dataclass(frozen=True)
class Answer:
    """A response before it is one."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str | None = None
    value: Any = None
    content: bytes = b""
    schema: Any = True
    why: str | None = None
    """Why there is none as the document wants it."""

    def holding(self, value: Any) -> Answer:
        """The same with another value of the same kind."""
        return replace(self, value=value, content=bodies.written(value, self.media_type or ""))

    @property
    def is_json(self) -> bool:
        return self.media_type is not None and is_json(self.media_type)


@dataclass
class Answers:
    """The answers of one document's operations."""

    schemas: Schemas
    note: Note
    synthesis: Synthesis = field(init=False)
    known: dict[tuple[int, str | None, str | None], Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.synthesis = Synthesis(self.schemas, self.note)

    def success(self, pointer: str, wanted: Preferences) -> Answer:
        """What a request gets that is fine, or what it prefers."""
        declared = dict(responses(self._operation(pointer)))
        status = wanted.status and _declared(declared, int(wanted.status))
        if wanted.status and status:
            return self._filled(declared[status], int(wanted.status), wanted, child(pointer, "responses", status))
        for status, number in _successes(declared):
            return self._filled(declared[status], number, wanted, child(pointer, "responses", status))
        return Answer(200)

    def failure(self, pointer: str, statuses: tuple[int, ...], wanted: Preferences) -> Answer | None:
        """The answer of the first status that the operation declares, by itself or with others; None if it does not."""
        declared = dict(responses(self._operation(pointer)))
        for exact in (True, False):
            for number in statuses:
                status = _declared(declared, number)
                if status and (status == str(number) or not exact):
                    return self._filled(declared[status], number, wanted, child(pointer, "responses", status))
        return None

    def _operation(self, pointer: str) -> dict[str, Any]:
        found = self.schemas.target(f"#{pointer}")
        return found if isinstance(found, dict) else {}

    def _filled(self, reference: Any, status: int, wanted: Preferences, pointer: str) -> Answer:
        response = self.schemas.resolve(reference)
        content = response.get("content") or {}
        chosen = acceptable(wanted.accept, sorted(content, key=lambda name: not is_json(name)))
        key = (id(reference), f"{status} {chosen}", wanted.example)
        if key not in self.known:
            self.known[key] = self._made(response, status, chosen, wanted.example, pointer)
        return self.known[key]

    def _made(
        self, response: dict[str, Any], status: int, chosen: str | None, example: str | None, pointer: str
    ) -> Answer:
        headers = headers_of(self.schemas, self.synthesis, response, status)
        if chosen is None:
            return Answer(status, headers)
        media_type = bodies.concrete(chosen)
        if status in _NO_BODY:
            return Answer(status, headers)
        media = self.schemas.resolve(response["content"][chosen])
        try:
            return self._with_body(
                Answer(status, headers, media_type), media, example, child(pointer, "content", chosen)
            )
        except (Unfit, RecursionError) as reason:
            return Answer(501, why=f"{child(pointer, 'content', chosen)}: no body fits its schema: {reason}")

    def _with_body(self, answer: Answer, media: dict[str, Any], example: str | None, pointer: str) -> Answer:
        media_type = str(answer.media_type)
        items = item_schema(media)
        if bodies.is_stream(media_type) and items is not None:
            value = self.synthesis.value(items)
            return replace(answer, value=value, content=bodies.streamed(value, media_type), schema=items)
        schema = media.get("schema", True)
        value = self._value(media, schema, media_type, example, pointer)
        if bodies.is_stream(media_type):
            return replace(answer, content=bodies.streamed(value, media_type))
        name = _element_name(self.schemas, schema)
        return replace(answer, value=value, content=bodies.written(value, media_type, name=name), schema=schema)

    def _value(self, media: dict[str, Any], schema: Any, media_type: str, example: str | None, pointer: str) -> Any:
        """An example that fits, the one that is asked for if there is one, or what the schema says."""
        judged = is_json(media_type)
        for at, given in self._examples(media, example):
            as_sent = judged and isinstance(given, str) and not self.schemas.fits(schema, given)
            value = _parsed(given) if as_sent else given  # an example may be written as it goes on the wire
            why = self.schemas.misfit(schema, value) if judged else None
            if why is None:
                return value
            self.note(pointer + at, f"the example breaks its own schema and is passed over: {why}")
        value = self.synthesis.value(schema) if schema not in (True, {}) else {} if judged else "text"
        why = self.schemas.misfit(schema, value)
        if why is not None:
            raise Unfit(why)
        return value

    def _examples(self, media: dict[str, Any], wanted: str | None) -> Iterator[tuple[str, Any]]:
        examples = media.get("examples")
        named = examples if isinstance(examples, dict) else {}
        for name in sorted(named, key=lambda name: name != wanted):
            example = self.schemas.resolve(named[name])
            for key in ("value", "dataValue"):
                if isinstance(example, dict) and key in example:
                    yield child("", "examples", name, key), example[key]
        if "example" in media:
            yield "/example", media["example"]


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _successes(declared: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """The responses that may be a success, the likeliest first, with the status that is sent."""
    exact = sorted(int(status) for status in declared if status.isdigit())
    for number in (*_PREFERRED, *(number for number in exact if _PREFERRED[0] <= number < _ERRORS_FROM)):
        if str(number) in declared:
            yield str(number), number
    for status in ("2XX", "2xx"):
        if status in declared:
            yield status, 200
    if "default" in declared:
        yield "default", 200
    for status in ("3XX", "3xx"):
        if status in declared:
            yield status, 302
    yield from ((str(number), number) for number in exact if number >= _ERRORS_FROM)
    yield from ((status, int(status[0]) * 100) for status in declared if status[:1] in "45" and not status.isdigit())


def _declared(declared: dict[str, Any], status: int) -> str | None:
    """The key of the response for a status."""
    ways = (str(status), f"{status // 100}XX", f"{status // 100}xx", "default")
    return next((way for way in ways if way in declared), None)


def _element_name(schemas: Schemas, schema: Any) -> str:
    """What the outermost element of XML is called."""
    reference = schema.get("$ref", "") if isinstance(schema, dict) else ""
    node = schemas.resolve(schema)
    xml = node.get("xml") if isinstance(node, dict) else None
    own = xml.get("name") if isinstance(xml, dict) else None
    return str(own or reference.rpartition("/")[2] or "root")
