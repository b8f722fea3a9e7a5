"""A door between the server and something outside: it can be shut, and it can stop to let anything through."""

import asyncio
import socket
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

_CHUNK = 65_536
_PATIENCE_SECONDS = 30

Outcome = TypeVar("Outcome")
Address = str | tuple[str, int]
"""The path of a Unix socket, or a host and a port."""


class Proxy:
    """Passes bytes on from a port of its own, in a thread of its own.

    refuse: what is connected is cut, and what connects is refused. hang: connections are taken, and nothing passes.
    """

    modes = ("refuse", "hang")

    def __init__(self, target: Address, port: int = 0) -> None:
        self._target = target
        # Bound and never listening: it keeps the port while nobody listens there.
        self._keeper = _bound(port)
        self.port: int = self._keeper.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._passing = asyncio.Event()
        self._passing.set()
        self._listener: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name=f"proxy {self.port}", daemon=True)
        self._thread.start()
        self._do(self._open())

    def fail(self, mode: str) -> None:
        self.drop_held()
        self._do({"refuse": self._shut, "hang": self._hold}[mode]())

    def heal(self) -> None:
        self._do(self._open())

    def drop_held(self) -> None:
        """Cut what hangs, so that nothing of it passes when the next failure begins."""
        if not self._passing.is_set():
            self._do(self._cut())

    def close(self) -> None:
        self._do(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE_SECONDS)
        self._loop.close()
        self._keeper.close()

    def _do(self, work: Coroutine[Any, Any, Outcome]) -> Outcome:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_SECONDS)

    async def _open(self) -> None:
        await self._listen()
        self._passing.set()

    async def _listen(self) -> None:
        if self._listener is None:
            self._listener = await asyncio.start_server(self._serve, sock=_bound(self.port), backlog=200)

    async def _hold(self) -> None:
        self._passing.clear()
        await self._listen()

    async def _shut(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        await self._cut()
        self._passing.set()

    async def _cut(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._passing.wait()
            await self._join(reader, writer)
            writer.close()
            await writer.wait_closed()
        except (OSError, asyncio.CancelledError):
            pass  # one side is gone, or the door was shut
        finally:
            writer.transport.abort()
            self._tasks.discard(task)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = asyncio.open_unix_connection(self._target) if isinstance(self._target, str) else None
        far_reader, far_writer = await (there or asyncio.open_connection(*self._target))
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pump(reader, far_writer))
                group.create_task(self._pump(far_reader, writer))
        except* OSError:
            pass
        finally:
            far_writer.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(_CHUNK):
            await self._passing.wait()
            writer.write(chunk)
            await writer.drain()
        await self._passing.wait()
        with suppress(OSError):
            writer.write_eof()


def _bound(port: int) -> socket.socket:
    """A socket on the loopback; several may be bound to the same port."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    bound.bind(("127.0.0.1", port))
    return bound
