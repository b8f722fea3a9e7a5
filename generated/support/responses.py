"""From a handler's result to the wire."""

from collections.abc import AsyncIterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from starlette.responses import Response

from .adapters import Adapter
from .streams import Encode, StreamResponse, as_given
from .values import header_text

Headers = Mapping[str, Any] | None


def json_response(
    status: int,
    adapter: Adapter[Any],
    content: Any,
    headers: Headers = None,
    media_type: str = "application/json",
) -> Response:
    """A JSON body. Content that is not of the declared type is an error, not a response."""
    return Response(adapter.built.dump_json(content, warnings="error"), status, _headers(headers), media_type)


def raw_response(
    status: int, content: bytes | str | AsyncIterator[bytes], media_type: str, headers: Headers = None
) -> Response:
    """A body that is sent as the handler gives it, at once or piece by piece."""
    if isinstance(content, bytes | str):
        return Response(content, status, _headers(headers), media_type)
    return StreamResponse(status, content, as_given, media_type, _headers(headers))


def event_response(
    status: int,
    encode: Encode,
    items: AsyncIterator[Any],
    headers: Headers = None,
    media_type: str = "text/event-stream",
) -> Response:
    """A stream of events; comments keep it open while nothing happens."""
    return StreamResponse(status, items, encode, media_type, _unbuffered(headers), comments=True)


def stream_response(
    status: int, encode: Encode, items: AsyncIterator[Any], media_type: str, headers: Headers = None
) -> Response:
    """A stream of JSON items."""
    return StreamResponse(status, items, encode, media_type, _unbuffered(headers))


def empty_response(status: int, headers: Headers = None) -> Response:
    """No body."""
    return Response(None, status, _headers(headers))


def chosen(media_type: str, *declared: str) -> str:
    """The media type that a handler chose. Raises ValueError for one that the document does not declare."""
    base = media_type.partition(";")[0].strip().lower()
    if "*" in base or not any(fnmatchcase(base, item.partition(";")[0].strip().lower()) for item in declared):
        raise ValueError(f"{media_type!r} is not declared; declared are {', '.join(declared)}")
    return media_type


def _unbuffered(headers: Headers) -> dict[str, str]:
    """So that a proxy (nginx) passes each item on at once."""
    return {"X-Accel-Buffering": "no", **(_headers(headers) or {})}


def _headers(headers: Headers) -> dict[str, str] | None:
    return (
        {name: header_text(value) for name, value in headers.items() if value is not None}
        if headers
        else None
    )
