"""From a handler's result to the wire."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from starlette.responses import Response

Headers = Mapping[str, str | int | None] | None


def json_response(
    status: int,
    adapter: TypeAdapter[Any],
    content: Any,
    headers: Headers = None,
    media_type: str = "application/json",
) -> Response:
    """A JSON body. Content that is not of the declared type is an error, not a response."""
    return Response(adapter.dump_json(content, warnings="error"), status, _headers(headers), media_type)


def raw_response(status: int, content: bytes | str, media_type: str, headers: Headers = None) -> Response:
    """A body that is sent as the handler gives it."""
    return Response(content, status, _headers(headers), media_type)


def empty_response(status: int, headers: Headers = None) -> Response:
    """No body."""
    return Response(None, status, _headers(headers))


def _headers(headers: Headers) -> dict[str, str] | None:
    return {name: str(value) for name, value in headers.items() if value is not None} if headers else None
