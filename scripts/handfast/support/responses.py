"""From a handler's result to the wire."""

import re
from collections.abc import AsyncIterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from .adapters import Adapter
from .streams import Encode, StreamResponse, as_given
from .values import header_text

Fields = Mapping[str, Any] | None
_QUALITY = re.compile(r"[0-9](\.[0-9]{0,3})?", re.ASCII)


def json_response(
    status: int,
    adapter: Adapter[Any],
    content: Any,
    headers: Fields = None,
    media_type: str = "application/json",
) -> Response:
    """A JSON body. Content that is not of the declared type is an error, not a response."""
    return Response(adapter.built.dump_json(content, warnings="error"), status, _headers(headers), media_type)


def raw_response(
    status: int, content: bytes | str | AsyncIterator[bytes], media_type: str, headers: Fields = None
) -> Response:
    """A body that is sent as the handler gives it, at once or piece by piece."""
    if isinstance(content, bytes | str):
        return Response(content, status, _headers(headers), media_type)
    return StreamResponse(status, content, as_given, media_type, _headers(headers))


def event_response(
    status: int,
    encode: Encode,
    items: AsyncIterator[Any],
    headers: Fields = None,
    media_type: str = "text/event-stream",
) -> Response:
    """A stream of events; comments keep it open while nothing happens."""
    return StreamResponse(status, items, encode, media_type, _unbuffered(headers), comments=True)


def stream_response(
    status: int, encode: Encode, items: AsyncIterator[Any], media_type: str, headers: Fields = None
) -> Response:
    """A stream of JSON items."""
    return StreamResponse(status, items, encode, media_type, _unbuffered(headers))


def empty_response(status: int, headers: Fields = None) -> Response:
    """No body."""
    return Response(None, status, _headers(headers))


def chosen(media_type: str, *declared: str) -> str:
    """The media type that a handler chose. Raises ValueError for one that the document does not declare."""
    base = media_type.partition(";")[0].strip().lower()
    if "*" in base or not any(fnmatchcase(base, item.partition(";")[0].strip().lower()) for item in declared):
        raise ValueError(f"{media_type!r} is not declared; declared are {', '.join(declared)}")
    return media_type


def accepted(scope: Scope, *declared: str) -> str:
    """The media type that a client would rather have, of those that say the same; the first where it has no wish."""
    lines = Headers(scope=scope).getlist("accept")
    wishes = [_wish(part) for line in lines for part in line.split(",") if part.strip()]
    return max(declared, key=lambda name: _quality(name, wishes))


def _wish(text: str) -> tuple[str, float]:
    name, *words = text.lower().split(";")
    quality = next((word.strip()[2:] for word in words if word.strip().startswith("q=")), "1")
    return name.strip(), float(quality) if _QUALITY.fullmatch(quality) else 0.0


def _quality(media_type: str, wishes: list[tuple[str, float]]) -> float:
    base = media_type.partition(";")[0].strip().lower()
    for pattern in (base, f"{base.partition('/')[0]}/*", "*/*"):
        for name, quality in wishes:
            if name == pattern:
                return quality
    return 0.0


def _unbuffered(headers: Fields) -> dict[str, str]:
    """So that a proxy (nginx) passes each item on at once."""
    return {"X-Accel-Buffering": "no", **(_headers(headers) or {})}


def _headers(headers: Fields) -> dict[str, str] | None:
    return {name: header_text(value) for name, value in headers.items() if value is not None} if headers else None
