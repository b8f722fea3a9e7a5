"""A client of one streamed response, which leaves or stops taking when a test says so; and what it is sent from."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.types import ASGIApp, Message, Scope

from handfast.support.streams import StreamResponse, as_given
from tests.handfast.support.asgi import Ask

LIMIT = 30
"""Seconds that nothing here takes."""


class Client:
    """What came to it, and when it goes."""

    def __init__(self, *, stops_at: bytes | None = None) -> None:
        """One that takes nothing any more from a part of the body on, until `goes_on`."""
        self.messages: list[Message] = []
        self.gone = asyncio.Event()
        self.stopped = asyncio.Event()
        self.goes_on = asyncio.Event()
        self._stops_at = stops_at
        self._news = asyncio.Condition()

    async def receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if self._stops_at is not None and message.get("body") == self._stops_at:
            self.stopped.set()
            await self.goes_on.wait()
        async with self._news:
            self.messages.append(message)
            self._news.notify_all()

    async def until(self, met: Callable[["Client"], bool]) -> None:
        """Waits until what came meets a condition."""
        async with asyncio.timeout(LIMIT), self._news:
            await self._news.wait_for(lambda: met(self))

    @property
    def head(self) -> Message:
        return self.messages[0]

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.head["headers"]}

    @property
    def parts(self) -> list[bytes]:
        return [message["body"] for message in self.messages[1:]]

    @property
    def body(self) -> bytes:
        return b"".join(self.parts)

    @property
    def ended(self) -> bool:
        """Whether the response came to its proper end."""
        return self.messages[-1].get("more_body") is False


class Items:
    """An iterator that tells how it was treated: gives what a test puts in, raises exceptions, ends at None."""

    def __init__(self, *given: Any) -> None:
        self.waiting: asyncio.Queue[Any] = asyncio.Queue()
        self.asked = 0
        self.asking = asyncio.Event()
        self.interrupted = 0
        self.closed = 0
        for item in given:
            self.waiting.put_nowait(item)

    def __aiter__(self) -> AsyncIterator[Any]:
        return self

    async def __anext__(self) -> Any:
        self.asked += 1
        self.asking.set()
        try:
            item = await self.waiting.get()
        except asyncio.CancelledError:
            self.interrupted += 1
            raise
        if item is None:
            raise StopAsyncIteration
        if isinstance(item, Exception):
            raise item
        return item

    async def aclose(self) -> None:
        self.closed += 1


def response(items: AsyncIterator[Any], *, comments: bool = False) -> StreamResponse:
    """A response that sends bytes as they are."""
    return StreamResponse(200, items, as_given, "application/octet-stream", comments=comments)


async def serve(app: ASGIApp, client: Client, method: str = "GET", path: str = "/", **scope: Any) -> None:
    """One request, to its end; `scope` is what our routing would say of it."""
    ask = Ask(method, path)
    ask.fill_scope()
    extended: Scope = {**ask.scope, **{f"handfast.{name}": value for name, value in scope.items()}}
    async with asyncio.timeout(LIMIT):
        await app(extended, client.receive, client.send)


def started(app: ASGIApp, client: Client, **scope: Any) -> asyncio.Task[None]:
    """The same beside the test."""
    return asyncio.create_task(serve(app, client, **scope))
