"""What an answer shows that is for nobody to read again, and what it says twice and not alike."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from contract_tests.spec.document import Operation
from contract_tests.spec.schemas import Leaf, flat, leaves, request_schema
from contract_tests.traffic.exchange import Exchange

_SHORTEST = 8  # shorter ones stand in any text by chance
_UNTOUCHED = re.compile(r"[^\x00-\x1f\"\\\\\x7f-\U0010ffff]+")
"""What stands in JSON as it is."""


def indiscretions(exchange: Exchange) -> Iterator[str]:
    """Passwords and the like that were sent and come back: what is `writeOnly`, or has the format `password`."""
    hidden = _hidden(exchange.operation)
    try:
        body = exchange.request_body if hidden else None
    except (ValueError, RecursionError):
        return
    for leaf in hidden if isinstance(body, dict) else ():
        secret = _at(body, leaf)
        if isinstance(secret, str) and len(secret) >= _SHORTEST and _UNTOUCHED.fullmatch(secret):
            is_elsewhere = sum(secret in text for text in _texts(body)) > 1
            if not is_elsewhere and secret.encode() in exchange.content:
                yield f"it shows {'/'.join(leaf)}, which may only be written"


@lru_cache
def _hidden(operation: Operation) -> list[Leaf]:
    schema, document = request_schema(operation), operation.document
    known = {leaf: flat(document, each) for leaf, each in leaves(document, schema).items()} if schema else {}
    return [leaf for leaf, each in known.items() if each.get("writeOnly") or each.get("format") == "password"]


def disagreements(exchange: Exchange, declared: dict[str, Any]) -> Iterator[str]:
    """Headers such as X-Request-ID that are another than the property of the same name in the body."""
    names = [name for name in declared.get("headers", {}) if name.lower().startswith("x-")]
    if not names or exchange.media_type is None or not exchange.media_type.endswith("json"):
        return
    try:
        body = exchange.body
    except ValueError:
        return
    said = {_bare(name): value for name, value in body.items()} if isinstance(body, dict) else {}
    for name in names:
        header, value = exchange.headers.get(name.lower()), said.get(_bare(name[2:]))
        if header is not None and isinstance(value, str | int) and header != _as_text(value):
            yield f"header {name} is {header}, and the body says {_as_text(value)}"


def _at(body: Any, leaf: Leaf) -> Any:
    for name in leaf:
        body = body.get(name) if isinstance(body, dict) else None
    return body


def _texts(body: Any) -> Iterator[str]:
    items = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    if isinstance(body, str):
        yield body
    for item in items:
        yield from _texts(item)


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _bare(name: str) -> str:
    return re.sub(r"[-_]", "", name).lower()
