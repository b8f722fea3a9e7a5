"""Bodies that do not come to their end: a client that stalls must not hold a request for ever."""

import asyncio

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generated.support.problems import Refused, refusal_response

BODILESS = frozenset({"GET", "HEAD", "OPTIONS", "DELETE"})


class Bodies:
    """Gives each body so many seconds, and answers 408 after them if nothing else was."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in BODILESS:
            await self._app(scope, receive, send)
            return
        body = Body(receive, self._seconds)
        await self._app(scope, body.receive, send)
        if body.overdue and scope["state"]["status"] is None:
            await too_slow(scope)(scope, receive, send)


class Body:
    """The body of one request, with what comes after it; to the application an overdue one is a lost connection."""

    def __init__(self, receive: Receive, seconds: float) -> None:
        self._receive = receive
        self._seconds = seconds
        self._deadline: float | None = None
        self._complete = False
        self.overdue = False

    async def receive(self) -> Message:
        if self._complete:
            return await self._receive()
        if self._deadline is None:
            self._deadline = asyncio.get_running_loop().time() + self._seconds
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            self.overdue = True
            return {"type": "http.disconnect"}
        self._complete = not message.get("more_body", False)
        return message


def too_slow(scope: Scope) -> Response:
    """Answer for the protocol, not for the operation, which need not declare it; the rest of the body may yet come."""
    response = refusal_response({"state": scope["state"]}, Refused(408, "The body did not come to its end."))
    response.headers["Connection"] = "close"
    return response
