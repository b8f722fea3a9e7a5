"""Bodies that are sent item by item: events, lines of JSON, bytes.

One task runs the iterator from its first item to its end, so that time limits and the like in a handler hold across
items; beside it somebody listens whether the client is still there.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, NamedTuple

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .adapters import Adapter

Encode = Callable[[Any], bytes]
KEEP_ALIVE_SECONDS = 15.0
_STALLED_SECONDS = 60.0
_COMMENT = b": keep-alive\n\n"
_LINE_END = re.compile(r"\r\n|\r|\n")
_NO_FIELD = re.compile(r"[\r\n\x00]")


class EventForm(NamedTuple):
    """How an event of a class is written: its name if that is always the same, and its data if that is JSON."""

    event: str | None
    data: Adapter[Any] | None
    optional: bool = False
    """Whether there is no data where it is None; otherwise that is a null of JSON."""


class Events:
    """Writes each item as a message of an event stream."""

    def __init__(self, forms: Mapping[type, EventForm]) -> None:
        self._forms = forms

    def __call__(self, item: Any) -> bytes:
        form = self._forms.get(type(item))
        if form is None:
            raise TypeError(f"{type(item).__name__} is no event of this stream")
        lines = [f"{name}: {_single_line(value)}" for name, value in _fields(form, item) if value is not None]
        data = getattr(item, "data", None)
        if form.data is not None and not (form.optional and data is None):
            lines.append("data: " + form.data.built.dump_json(data, warnings="error").decode())
        elif data is not None:
            lines += [f"data: {line}" for line in _LINE_END.split(data)]
        return ("\n".join(lines) + "\n\n").encode()


class JsonData:
    """Writes each item as JSON, the data of a message that has nothing else."""

    def __init__(self, adapter: Adapter[Any]) -> None:
        self._adapter = adapter

    def __call__(self, item: Any) -> bytes:
        return b"data: " + self._adapter.built.dump_json(item, warnings="error") + b"\n\n"


class JsonLines:
    """Writes each item as JSON on a line of its own."""

    def __init__(self, adapter: Adapter[Any]) -> None:
        self._adapter = adapter

    def __call__(self, item: Any) -> bytes:
        return self._adapter.built.dump_json(item, warnings="error") + b"\n"


class JsonRecords:
    """Writes each item as a record of a JSON text sequence (RFC 7464)."""

    def __init__(self, adapter: Adapter[Any]) -> None:
        self._adapter = adapter

    def __call__(self, item: Any) -> bytes:
        return b"\x1e" + self._adapter.built.dump_json(item, warnings="error") + b"\n"


def as_given(item: Any) -> bytes:
    """Bytes are written as they are, and nothing else is."""
    if not isinstance(item, bytes):
        raise TypeError(f"{type(item).__name__} is no piece of a body; bytes are")
    return item


class StreamResponse(Response):
    """Sends what an iterator gives, and closes it whatever happens: at its end, when the client goes, on shutdown."""

    def __init__(  # noqa: PLR0913 - what a response is made of
        self,
        status: int,
        items: AsyncIterator[Any],
        encode: Encode,
        media_type: str,
        headers: Mapping[str, str] | None = None,
        *,
        comments: bool = False,
    ) -> None:
        self.status_code = status
        self.media_type = media_type
        self.background = None
        self.init_headers(headers)
        self._items = aiter(items)
        self._encode = encode
        self._comments = comments

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        outlet = _Outlet(send)
        streaming = asyncio.create_task(self._stream(outlet, whole=scope["method"] != "HEAD"))
        leaving = asyncio.create_task(_disconnected(receive))
        pause = scope.get("handfast.keep_alive_seconds", KEEP_ALIVE_SECONDS) if self._comments else None
        try:
            await _until_one_ends(streaming, leaving, outlet, pause)
        finally:
            leaving.cancel()
            outlet.open = outlet.open and streaming.done()
            await _ended(streaming)

    async def _stream(self, outlet: "_Outlet", *, whole: bool) -> None:
        try:
            head = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            await outlet.send(head)
            while whole and outlet.open:
                try:
                    item = await anext(self._items)
                except StopAsyncIteration:
                    break
                await outlet.send(
                    {"type": "http.response.body", "body": self._encode(item), "more_body": True}
                )
                await asyncio.sleep(0)  # neither need have waited for anything, and others want a turn
        finally:
            await _close(self._items)
        await outlet.send({"type": "http.response.body", "body": b"", "more_body": False})


class _Outlet:
    """The way to the client, for one message at a time; it closes when the client takes nothing any more."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._turn = asyncio.Lock()
        self.open = True
        self.used = asyncio.get_running_loop().time()

    async def send(self, message: dict[str, Any]) -> None:
        async with self._turn:
            if not self.open:
                return
            try:
                async with asyncio.timeout(_STALLED_SECONDS):
                    await self._send(message)
            except OSError:  # a timeout is one too
                self.open = False
            self.used = asyncio.get_running_loop().time()

    async def comment(self, pause: float) -> None:
        """Says that the stream is alive if it has been silent for long enough."""
        silent = asyncio.get_running_loop().time() - self.used
        if self._turn.locked():
            self.used = asyncio.get_running_loop().time()
        elif silent >= pause:
            await self.send({"type": "http.response.body", "body": _COMMENT, "more_body": True})


async def _until_one_ends(
    streaming: asyncio.Task[None], leaving: asyncio.Task[None], outlet: _Outlet, pause: float | None
) -> None:
    """Until the stream is over or the client gone; comments at every pause that is too long."""
    clock = asyncio.get_running_loop().time
    while outlet.open:
        rest = None if pause is None else max(outlet.used + pause - clock(), 0)
        done, _ = await asyncio.wait({streaming, leaving}, timeout=rest, return_when=asyncio.FIRST_COMPLETED)
        if done:
            return
        if pause is not None:
            await outlet.comment(pause)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _ended(streaming: asyncio.Task[None]) -> None:
    """Cancels what still runs, once, and waits for its end, however often the waiting itself is cancelled."""
    cancelled = False
    if not streaming.done() and not streaming.cancelling():
        streaming.cancel()
    while not streaming.done():
        try:
            await asyncio.wait({streaming})
        except asyncio.CancelledError:
            cancelled = True
    if not streaming.cancelled():
        streaming.result()
    if cancelled:
        raise asyncio.CancelledError


async def _close(items: AsyncIterator[Any]) -> None:
    close = getattr(items, "aclose", None)
    if close is not None:
        await close()


def _fields(form: EventForm, item: Any) -> list[tuple[str, Any]]:
    event = form.event if form.event is not None else getattr(item, "event", None)
    return [("event", event), ("id", getattr(item, "id", None)), ("retry", getattr(item, "retry", None))]


def _single_line(value: str | int) -> str:
    text = str(value)
    if _NO_FIELD.search(text):
        raise ValueError("a field of an event, other than its data, is a single line without NUL")
    return text
