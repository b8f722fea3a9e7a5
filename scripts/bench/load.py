"""A load generator: keep-alive connections, each of which sends its next request when it has its answer.

A callback for each answer and a parser in C: about 20 us a request, a tenth of what the fastest server takes.
"""

import asyncio
from collections.abc import Iterator
from itertools import cycle, islice
from time import perf_counter
from typing import NamedTuple

from httptools import HttpParserError, HttpResponseParser

MOST = 1_000_000
"""Answers after which a load ends even if its time is not over."""

GRACE_SECONDS = 15
"""How long the last answers may take."""


class LoadFailed(Exception):
    """A server answered with something else, or not at all."""


class Operation(NamedTuple):
    """What is asked again and again: whole requests, sent in turn, and the status that each has to get."""

    name: str
    status: int
    requests: tuple[bytes, ...]


class Load(NamedTuple):
    """What came of a load."""

    answers: int
    seconds: float


class Counter:
    """What the connections of one load share."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.answers = 0
        self.deadline = 0.0

    def goes_on(self) -> bool:
        return self.answers < MOST and perf_counter() < self.deadline


class Connection(asyncio.Protocol):
    """Runs from `begin` until the counter says that it is over; then `done` is set."""

    def __init__(self, counter: Counter, offset: int) -> None:
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._counter = counter
        requests = counter.operation.requests
        self._requests: Iterator[bytes] = islice(cycle(requests), offset % len(requests), None)
        self._parser = HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport

    def begin(self) -> None:
        if self._transport is not None:
            self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except HttpParserError as error:
            self._fail(f"sent what is no HTTP: {error}")

    def on_message_complete(self) -> None:
        """Take note of an answer: the parser calls this."""
        status = self._parser.get_status_code()
        if status != self._counter.operation.status:
            self._fail(f"answered with {status}, not {self._counter.operation.status}")
        elif self._counter.goes_on():
            self._counter.answers += 1
            self.begin()
        elif not self.done.done():
            self._counter.answers += 1
            self.done.set_result(None)
        if not self._parser.should_keep_alive():
            self._fail("closes its connections")

    def connection_lost(self, _: Exception | None) -> None:
        self._fail("closed a connection")

    def close(self) -> None:
        self.done.cancel()
        if self._transport is not None:
            self._transport.abort()

    def _fail(self, what: str) -> None:
        if not self.done.done():
            self.done.set_exception(LoadFailed(f"{self._counter.operation.name}: the server {what}"))


async def put_load(port: int, operation: Operation, *, connections: int, seconds: float) -> Load:
    """Load the server at the port of this machine for so many seconds; LoadFailed on the first wrong answer."""
    loop = asyncio.get_running_loop()
    counter = Counter(operation)
    opened: list[Connection] = []
    try:
        async with asyncio.timeout(seconds + GRACE_SECONDS):
            for offset in range(connections):
                made = await loop.create_connection(lambda at=offset: Connection(counter, at), "127.0.0.1", port)  # type: ignore[misc]
                opened.append(made[1])
            started = perf_counter()
            counter.deadline = started + seconds
            for connection in opened:
                connection.begin()
            await asyncio.gather(*(connection.done for connection in opened))
            return Load(counter.answers, perf_counter() - started)
    except TimeoutError:
        raise LoadFailed(f"{operation.name}: the server does not answer") from None
    except OSError as error:
        raise LoadFailed(f"{operation.name}: no connection to the server: {error.strerror}") from None
    finally:
        for connection in opened:
            connection.close()
