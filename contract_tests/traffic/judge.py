"""Does an answer keep what the specs promise? An opinion of our own, besides schemathesis'."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jsonschema_rs

from contract_tests.spec.document import Document, Operation
from contract_tests.traffic.deprecation import deprecation_faults
from contract_tests.traffic.events import BrokenStream, item_schema, opened, opened_schema, read_events
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.indiscretions import disagreements, indiscretions
from contract_tests.traffic.streams import promise_of, stream_faults


def find_faults(exchange: Exchange) -> list[str]:
    """Return every way in which an answer breaks its declaration."""
    declared = exchange.operation.response(exchange.status)
    if declared is None:
        return []  # the ledger sees to that, for whoever got the answer
    said = [] if exchange.is_for_the_parser else deprecation_faults(exchange.operation, exchange.headers)
    faults = [*_header_faults(exchange, declared), *said, *_body_faults(exchange, declared)]
    return [*faults, *disagreements(exchange, declared), *indiscretions(exchange)]


def _header_faults(exchange: Exchange, declared: dict[str, Any]) -> Iterator[str]:
    status = str(exchange.operation.key_of(exchange.status))
    for name, header in declared.get("headers", {}).items():
        value = exchange.headers.get(name.lower())
        if value is None:
            if header.get("required"):
                yield f"header {name} is missing"
        elif "schema" in header:
            kind, validator = _header(exchange.operation, status, name)
            yield from (f"header {name}: {fault}" for fault in _errors(validator, _typed(value, kind)))


def _typed(value: str, kind: Any) -> Any:
    if kind == "integer" and value.lstrip("-").isdecimal():
        return int(value)
    return {"true": True, "false": False}.get(value, value) if kind == "boolean" else value


def _body_faults(exchange: Exchange, declared: dict[str, Any]) -> Iterator[str]:
    content = declared.get("content", {})
    if not content:
        if exchange.content:
            yield "there is a body, and none is declared"
        return
    if exchange.media_type not in content:
        yield f"media type {exchange.media_type} is not declared, but {', '.join(content)}"
        return
    try:
        body = exchange.body
    except ValueError as error:
        yield f"the body is no {exchange.media_type}: {error}"
        return
    if item_schema(content[exchange.media_type]) is not None:
        yield from _event_faults(exchange)
        return
    status = str(exchange.operation.key_of(exchange.status))
    validator = _validator(exchange.operation.document, exchange.operation.id, status, exchange.media_type)
    if validator is not None:
        yield from _errors(validator, body)


def _event_faults(exchange: Exchange) -> Iterator[str]:
    """Every event of a stream, by the schema of one."""
    try:
        events = read_events(exchange.content)
    except BrokenStream as error:
        yield f"the stream cannot be read: {error}"
        return
    if not events:
        yield "the stream has no event"
    schema = _opened(exchange.operation, str(exchange.operation.key_of(exchange.status)), str(exchange.media_type))
    media = exchange.operation.responses[str(exchange.operation.key_of(exchange.status))]["content"]
    told = promise_of(media[exchange.media_type])
    if told is not None:
        yield from stream_faults(told, events)
    for number, event in enumerate(events):
        yield from (f"event {number} {event.get('event', '')}: {fault}" for fault in _errors(schema, opened(event)))


@lru_cache(maxsize=100)
def _opened(operation: Operation, status: str, media_type: str) -> Any:
    document, media = operation.document, operation.responses[status]["content"][media_type]
    schema = document.alone(opened_schema(document, item_schema(media)))
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


@lru_cache(maxsize=1000)
def _validator(document: Document, operation_id: str, status: str, media_type: str) -> Any:
    media = document.operations[operation_id].responses[status]["content"][media_type]
    if "schema" not in media:
        return None
    return jsonschema_rs.Draft202012Validator(document.alone(media["schema"]), validate_formats=True)


@lru_cache(maxsize=10_000)
def _header(operation: Operation, status: str, name: str) -> tuple[Any, Any]:
    """The type of a header, and what holds it against its schema."""
    document, schema = operation.document, operation.responses[status]["headers"][name]["schema"]
    validator = jsonschema_rs.Draft202012Validator(document.alone(schema), validate_formats=True)
    return document.resolved(schema).get("type"), validator


def _errors(validator: Any, value: Any) -> Iterator[str]:
    for error in validator.iter_errors(value):
        where = "/".join(str(token) for token in error.instance_path)
        yield f"/{where}: {error.message[:300]}"
