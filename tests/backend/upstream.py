"""A fake of the AI service: a real HTTP server on loopback that does what a test tells it to, fault by fault.

    with fake_service() as service:
        gate = service.gate()
        service.then(status(429, retry_after="1"), stream("Hel", gate, "lo"))   # the first request, the second
        ...                                                                     # any later one: `service.otherwise`
        asked = service.wait_asked(2)   # its path, headers and body
        gate.wait_reached()             # "Hel" is on its way
        gate.open()                     # now "lo"
        asked.wait_gone()               # the client hung up before the end

What it can be told to do is in upstream_answers.py. It runs in a thread of its own, so servers in other processes can
talk to it too. Waiting blocks: a coroutine waits with `await asyncio.to_thread(asked.wait_gone)`.
"""

import asyncio
import socket
import struct
import threading
from collections import deque
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tests.backend.upstream_answers import PATIENCE_SECONDS, Asked, Behaviour, Close, Endless, Gate, Reset, Step, answer


def closed_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


class FakeService:
    """Use `fake_service` to make one."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.otherwise: Behaviour = answer()
        self._behaviours: deque[Behaviour] = deque()
        self._news = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._connections: set[asyncio.Task[None]] = set()
        self._count = 0
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake AI service")
        self._thread.start()
        self.port = 0
        self.listen()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def then(self, *behaviours: Behaviour) -> None:
        """Do this for the next requests, one after the other."""
        self._behaviours.extend(behaviours)

    def gate(self) -> Gate:
        return Gate(self._loop)

    def wait_asked(self, count: int = 1) -> Asked:
        """Wait until so many requests have come, and return the last of them."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.asked) >= count, PATIENCE_SECONDS), "too few requests came"
            return self.asked[count - 1]

    def listen(self) -> None:
        """Take connections, on the same port as before."""

        async def start() -> None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

        self._do(start())

    def refuse(self) -> None:
        """Refuse connections until `listen`, and drop those that there are."""

        async def stop() -> None:
            if self._server is not None:
                self._server.close()
            for task in self._connections:
                task.cancel()
            await asyncio.gather(*self._connections, return_exceptions=True)

        self._do(stop())

    def close(self) -> None:
        self.refuse()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_SECONDS)
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_SECONDS)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        self._count += 1
        number = self._count
        ahead: bytes | None = b""
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                while ahead is not None:
                    asked = await read_request(ahead, reader, number)
                    ahead = await self._reply(asked, reader, writer)
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            self._connections.discard(task)
            writer.close()

    async def _reply(self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes | None:
        """Answer one request; return what came of the next one, or None if there cannot be one."""
        behaviour = self._behaviours.popleft() if self._behaviours else self.otherwise
        with self._news:
            self.asked.append(asked)
            self._news.notify_all()
        more = asyncio.create_task(reader.read(1))  # nothing at all once the client hangs up
        under_way: set[asyncio.Task[Any]] = {more}
        try:
            for step in behaviour(asked):
                if isinstance(step, Close | Reset):
                    if isinstance(step, Reset):
                        reset(writer)
                    asked.told.set()
                    return None
                doing = asyncio.create_task(do(step, writer))
                under_way = {doing, more}
                await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                if not doing.done() or doing.exception() is not None:
                    asked.gone.set()
                    return None
            asked.told.set()
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.wait(under_way)
        return b"" if more.cancelled() else more.result() or None


async def do(step: Step, writer: asyncio.StreamWriter) -> None:
    match step:
        case bytes():
            writer.write(step)
            await writer.drain()
        case Gate():
            await step.passed()
        case Endless():
            while True:
                writer.write(step.piece)
                await writer.drain()
                await asyncio.sleep(0)
        case _:
            await asyncio.Event().wait()


def reset(writer: asyncio.StreamWriter) -> None:
    at_once = struct.pack("ii", 1, 0)  # linger for no time: what is closed then is reset
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
    writer.transport.abort()


async def read_request(ahead: bytes, reader: asyncio.StreamReader, connection: int) -> Asked:
    first, *lines = (ahead + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Asked(method, path, headers, body, connection)


@contextmanager
def fake_service() -> Iterator[FakeService]:
    service = FakeService()
    try:
        yield service
    finally:
        service.close()
