"""The request that is being answered, for handlers that are given its parts only."""

from __future__ import annotations

import json
from contextvars import ContextVar
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ASKED: ContextVar[Asked] = ContextVar("asked")


class Asked:
    """A request, with what was read of its body."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._chunks: list[bytes] = []

    @property
    def request(self) -> Request:
        return Request(self.scope)

    @property
    def path_texts(self) -> dict[str, str]:
        """The path parameters as they were sent, their escapes undone."""
        found: dict[str, bytes] = self.scope.get("path_params", {})
        return {name: value.decode("utf-8", "replace") for name, value in found.items()}

    @property
    def json(self) -> Any:
        """The body, if it is JSON; None otherwise."""
        try:
            return json.loads(b"".join(self._chunks))
        except ValueError:
            return None

    def keep(self, chunk: bytes) -> None:
        self._chunks.append(chunk)


def asked() -> Asked:
    """The request of this task."""
    return _ASKED.get()


class Asking:
    """Remembers each request while it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        current = Asked(scope)
        _ASKED.set(current)

        async def noted() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                current.keep(message.get("body", b""))
            return message

        await self._app(scope, noted, send)
