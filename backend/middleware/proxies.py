"""Proxies that may say whom they speak for; nobody else may."""

from typing import Any, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware


class Proxies:
    """Takes client and scheme from X-Forwarded-For and X-Forwarded-Proto of the listed addresses and networks.

    The state of their requests gets `proxied`, as what else they say may be believed too.
    """

    def __init__(self, app: ASGIApp, proxies: tuple[str, ...]) -> None:
        self._app = app
        # Its types are stricter than Starlette's.
        self._forwarded = cast("Any", ProxyHeadersMiddleware)(app, trusted_hosts=[*proxies])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if client and client[0] in self._forwarded.trusted_hosts:
            scope.setdefault("state", {})["proxied"] = True
            await self._forwarded(scope, receive, send)
        else:
            await self._app(scope, receive, send)
