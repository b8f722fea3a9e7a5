"""Runtime expressions of OpenAPI links, and JSON pointers."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from contract_tests.spec.sources import pointer_tokens
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.streams import ending, promise_of

_EMBEDDED = re.compile(r"\{(\$[^}]+)\}")


class Absent(Exception):
    """An expression that names something which the exchange does not have."""


def point(body: Any, pointer: str) -> Any:
    """Follow a JSON pointer. Raises Absent."""
    for token in pointer_tokens(pointer):
        try:
            body = body[int(token)] if isinstance(body, list) else body[token]
        except (KeyError, IndexError, TypeError, ValueError):
            raise Absent(pointer) from None
    return body


def evaluate(expression: Any, exchange: Exchange) -> Any:
    """Work out what a link's expression stands for after an exchange. Raises Absent."""
    if isinstance(expression, dict):
        return {name: evaluate(item, exchange) for name, item in expression.items()}
    if isinstance(expression, list):
        return [evaluate(item, exchange) for item in expression]
    if not isinstance(expression, str):
        return expression
    if expression.startswith("$"):
        return _value(expression, exchange)
    return _EMBEDDED.sub(lambda match: str(_value(match[1], exchange)), expression)


def _told(exchange: Exchange) -> Any:
    """The body; of a stream that says how it ends, the data of the event that ended it."""
    declared = exchange.operation.response(exchange.status)
    media = declared.get("content", {}).get(exchange.media_type) if declared else None
    return ending(media, exchange.content) if promise_of(media) is not None else exchange.body


def _value(expression: str, exchange: Exchange) -> Any:
    source, _, pointer = expression.partition("#")
    simple = {"$url": exchange.url, "$method": exchange.method, "$statusCode": exchange.status}
    if source in simple:
        return simple[source]
    if source == "$response.body":
        return point(_told(exchange), pointer)
    if source == "$request.body":
        return point(exchange.request_body, pointer)
    place, _, name = source.removeprefix("$").partition(".")
    kind, _, name = name.partition(".")
    values = {
        ("request", "path"): exchange.path_parameters,
        ("request", "query"): dict(parse_qsl(urlsplit(exchange.url).query)),
        ("request", "header"): exchange.request_headers,
        ("response", "header"): exchange.headers,
    }.get((place, kind), {})
    key = name.lower() if kind == "header" else name
    if key not in values:
        raise Absent(expression)
    return values[key]
