"""Bodies of requests: their media types, whether there must be one, and what it may be."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from handfast.corpus.fidelity import wire
from handfast.corpus.fidelity.asking import Asking, Body, Values
from handfast.corpus.fidelity.given import Node, Operation
from handfast.corpus.fidelity.probes import Probe
from handfast.corpus.fidelity.running import Answer
from handfast.corpus.fidelity.sameness import plain, same, texts

_STRANGER = "application/x-not-declared"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_UNSUPPORTED = 415


@dataclass(frozen=True, slots=True)
class _Question:
    """One media type of the body of one operation."""

    asking: Asking
    operation: Operation
    base: Values
    name: str
    media: Node

    def answer(self, value: Any) -> Answer | None:
        """What becomes of a request with this body; None for one that the media type cannot say."""
        body = _written(self.name, self.media, value, as_json=self.as_json)
        return None if body is None else self.asking.send(self.operation, self.base.with_body(body))

    @property
    def as_json(self) -> bool:
        return _is_json(self.asking, self.name, self.media)


def check(asking: Asking, operation: Operation, base: Values) -> None:
    """Asks about the body of an operation, media type by media type."""
    request = asking.given.follow(operation.node.get("requestBody") or operation.node._replace(data=None))
    medias = asking.given.below(request, "content") if isinstance(request.data, dict) else []
    for name, media in medias:
        _media(_Question(asking, operation, base, name, media))
    if not medias:
        return
    answer = asking.send(operation, base.with_body(None))
    if request.data.get("required") is True and answer.call is not None:
        asking.miss(request, f"the body of {operation.name} is required, and not asked for")
    if request.data.get("required") is not True and answer.call is None:
        asking.miss(request, f"the body of {operation.name} is optional, and asked for: {answer.said}")
    if not any(fnmatchcase(_STRANGER, name) for name, _ in medias):
        answer = asking.send(operation, base.with_body((_STRANGER, b"{}")))
        if answer.status != _UNSUPPORTED:
            asking.miss(request, f"the body of {operation.name}: {_STRANGER} is not refused with 415: {answer.said}")


def first(asking: Asking, operation: Operation) -> Body | None:
    """A body that an operation takes, if it asks for one. Raises Unwritable for one that cannot be made."""
    request = asking.given.follow(operation.node.get("requestBody") or operation.node._replace(data=None))
    if not isinstance(request.data, dict) or request.data.get("required") is not True or not request.get("content"):
        return None
    for name, media in asking.given.below(request, "content"):
        for value in _samples(asking, media):
            if (body := _written(name, media, value, as_json=_is_json(asking, name, media))) is not None:
                return body
    raise wire.Unwritable


def _media(question: _Question) -> None:
    if not all(_arrives(question, value) for value in _samples(question.asking, question.media)):
        return
    schema = question.media.get("schema")
    if schema and (question.as_json or question.name in _FORMS):
        for probe in question.asking.probes.of(schema, "request"):
            if question.as_json or _sayable(probe):
                _probe(question, probe)


def _arrives(question: _Question, value: Any) -> bool:
    """Whether a body of this value, which fits, is taken at all."""
    answer = question.answer(value)
    said = f"{question.name} of {question.operation.name}: {_short(value)}"
    if answer is None:
        return False
    if answer.call is None:
        question.asking.miss(question.media, f"{said} fits and is refused: {answer.said}")
    elif not _arrived(question, answer, value):
        got = _short([plain(item) for item in answer.call.arguments.values()])
        question.asking.miss(question.media, f"{said} does not arrive; the handler has {got}")
    return answer.call is not None


def _probe(question: _Question, probe: Probe) -> None:
    answer = question.answer(probe.value)
    if answer is None:
        return
    said, miss = f"in a body, {_short(probe.value)}", question.asking.miss
    if answer.status >= 500:  # noqa: PLR2004 - a failure of the server
        miss(probe.node, f"{said} makes the server fail: {answer.said}", "fails")
    elif probe.fits and answer.call is None:
        miss(probe.node, f"{said} fits and is refused: {answer.said}", "fits")
    elif probe.fits and not _arrived(question, answer, probe.value) and not _is_of_another(answer, probe):
        miss(probe.node, f"{said} does not arrive", "arrives")
    elif not probe.fits and answer.call is not None:
        miss(probe.node, f"{said} breaks {probe.keyword} and is taken", probe.keyword)


def _is_of_another(answer: Answer, probe: Probe) -> bool:
    """Whether it is a value by which another branch is meant, of which the rest of the body has too much."""
    got = [plain(item) for item in answer.call.arguments.values()] if answer.call else []
    return bool({"enum", "const"} & set(probe.node.data)) and any(_is_less(item, probe.value) for item in got)


def _is_less(got: Any, sent: Any) -> bool:
    """Whether all that a handler got is of what was sent, some properties being nobody's."""
    if isinstance(got, dict) and isinstance(sent, dict):
        return all(name in sent and _is_less(item, sent[name]) for name, item in got.items())
    if isinstance(got, list) and isinstance(sent, list):
        return len(got) == len(sent) and all(map(_is_less, got, sent))
    return same(sent, got)


def _sayable(probe: Probe) -> bool:
    """Whether a form's texts still say what is asked about."""
    kinds = probe.node.data.get("type")
    if not isinstance(probe.value, dict) or any(item in (None, [], {}, "") for item in probe.value.values()):
        return False
    scalar = kinds in ("integer", "number", "boolean")
    return (
        probe.fits
        or (probe.keyword == "type" and scalar and "a stranger" in probe.value.values())
        or (probe.keyword not in ("type", "enum", "additionalProperties", "format", "uniqueItems"))
    )


def _samples(asking: Asking, media: Node) -> list[Any]:
    schema = media.get("schema")
    if schema is None:
        return ["word"]
    reference = asking.oracle.schema(schema, "request")
    small, full = asking.samples.of(reference), asking.samples.of(reference, full=True)
    return small + [value for value in full if value not in small]


def _is_json(asking: Asking, name: str, media: Node) -> bool:
    """Whether the body is a value written as JSON, and not bytes that are called so."""
    schema = media.get("schema")
    data = asking.given.follow(schema).data if schema else None
    binary = isinstance(data, dict) and (data.get("type"), data.get("format")) == ("string", "binary")
    return wire.is_json(name) and not binary


def _written(name: str, media: Node, value: Any, *, as_json: bool) -> Body | None:
    """The bytes of a body; None for what the media type cannot say, or not in one way only."""
    if as_json:
        return name, json.dumps(value).encode()
    try:
        if name in _FORMS and isinstance(value, dict):
            if media.get("encoding") or any(isinstance(item, dict | list) or item is None for item in value.values()):
                return None
            return (
                (name, wire.form(value)) if name == _FORMS[0] else (f"{name}; boundary=boundary", wire.multipart(value))
            )
    except wire.Unwritable:
        return None
    if name in _FORMS:
        return None
    concrete = name.replace("*/*", "application/octet-stream").replace("/*", "/plain")
    return concrete, (value if isinstance(value, str) else json.dumps(value)).encode()


def _arrived(question: _Question, answer: Answer, value: Any) -> bool:
    if answer.call is None:
        return False
    got = [plain(item) for item in answer.call.arguments.values()]
    if question.as_json:
        return any(same(value, item) for item in got)
    if question.name in _FORMS:
        return any(same(texts(value), texts(item)) for item in got)
    text = value if isinstance(value, str) else json.dumps(value)
    return any(same(text, item) or same(value, item) for item in got)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 200 else f"{text[:200]}…"  # noqa: PLR2004 - what a line can take
