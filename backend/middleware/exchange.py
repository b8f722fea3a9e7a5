"""Around each exchange: request ids, the headers of every response, a log line."""

import re
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils import uuid7

from backend.current import current_scope
from backend.editions import EDITION
from backend.logs import get_access_logger
from backend.settings import Settings

REQUEST_ID = re.compile(rb"[A-Za-z0-9_-]{1,64}")
CLOSED_BY_CLIENT = 499  # nobody gets this status: the client went away before there was one
HEADERS = [
    (b"x-contract", EDITION.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
]
CACHE = (b"cache-control", b"private, no-cache")


class Exchange:
    """Gives each request an id, and tells the log what became of it: never what it carried.

    A request id that a trusted proxy made is kept. What is logged: method, route template, status,
    milliseconds, request id, client, user id, and why a token was refused.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hsts = (b"strict-transport-security", b"max-age=%d" % settings.hsts_seconds)
        self._has_hsts = settings.hsts_seconds > 0
        self._log = get_access_logger()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = perf_counter()
        state = scope.setdefault("state", {})
        request_id = (state.get("proxied") and _given_id(scope)) or str(uuid7())
        state["request_id"] = request_id
        state["status"] = None
        current_scope.set(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                state["status"] = message["status"]
                headers = [*message["headers"], (b"x-request-id", request_id.encode()), *HEADERS]
                if not any(name == CACHE[0] for name, _ in message["headers"]):
                    headers.append(CACHE)
                if self._has_hsts and scope["scheme"] == "https":
                    headers.append(self._hsts)
                message["headers"] = headers
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        finally:
            self._tell(scope, started)

    def _tell(self, scope: Scope, started: float) -> None:
        state = scope["state"]
        route = scope.get("route")
        client = scope.get("client")
        self._log.info(
            "request",
            method=scope["method"],
            route=getattr(route, "path", None),
            status=state["status"] or CLOSED_BY_CLIENT,
            ms=round((perf_counter() - started) * 1000, 2),
            request_id=state["request_id"],
            client=client[0] if client else None,
            **state.get("log", {}),
        )


def _given_id(scope: Scope) -> str | None:
    given = [value for name, value in scope["headers"] if name == b"x-request-id"]
    return given[0].decode() if len(given) == 1 and REQUEST_ID.fullmatch(given[0]) else None
