"""Kinds of one answer: the alternatives of a problem, and of the events of a stream, each of which is promised."""

from functools import lru_cache
from typing import Any

import jsonschema_rs

from contract_tests.spec.document import Document, Operation
from contract_tests.traffic.events import BrokenStream, item_schema, opened, opened_schema, read_events
from contract_tests.traffic.exchange import Exchange


def branches_of(operation: Operation, status: str, media_type: str | None) -> tuple[str, ...]:
    """The names of the alternatives that a declared answer has; none if it is one thing only."""
    if media_type is None or (status[0] in "123" and item_schema(_media(operation, status, media_type)) is None):
        return ()
    return tuple(_validators(operation.document, operation.id, status, media_type))


def branches_in(exchange: Exchange) -> set[str]:
    """The names of the alternatives that an answer is, or that its events are."""
    operation, media_type = exchange.operation, exchange.media_type
    status = operation.key_of(exchange.status)
    if status is None or media_type not in operation.media_types(status) or media_type is None:
        return set()
    if not branches_of(operation, status, media_type):
        return set()
    is_stream = item_schema(_media(operation, status, media_type)) is not None
    try:
        items = [opened(event) for event in read_events(exchange.content)] if is_stream else [exchange.body]
    except (BrokenStream, ValueError):
        return set()
    validators = _validators(operation.document, operation.id, status, media_type)
    return {name for name, validator in validators.items() if any(validator.is_valid(item) for item in items)}


def _media(operation: Operation, status: str, media_type: str) -> Any:
    return operation.responses[status]["content"][media_type]


@lru_cache(maxsize=1000)
def _validators(document: Document, operation_id: str, status: str, media_type: str) -> dict[str, Any]:
    media = _media(document.operations[operation_id], status, media_type)
    item = item_schema(media)
    schema = document.resolved(media.get("schema", {}) if item is None else item)
    alternatives = schema.get("oneOf") or schema.get("anyOf") or [] if isinstance(schema, dict) else []
    if len(alternatives) < 2:
        return {}
    return {
        _name(alternative, number): jsonschema_rs.Draft202012Validator(
            document.alone(alternative if item is None else opened_schema(document, alternative)),
            validate_formats=True,
        )
        for number, alternative in enumerate(alternatives)
    }


def _name(alternative: Any, number: int) -> str:
    reference = alternative.get("$ref") if isinstance(alternative, dict) else None
    return str(reference).rpartition("/")[2] if reference else str(number)
