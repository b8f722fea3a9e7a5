"""A stream over a real server: what a client sees of its end, and what its end sees of a client."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from tests.handfast.mounted import handled

LIMIT = 30
"""Seconds that nothing here takes."""


class Feed:
    """A handler that goes on, ends or fails when a test says so, and tells of its own end."""

    def __init__(self, line: Any) -> None:
        self.line = line
        self.next: Exception | str | None = None
        self.closed = threading.Event()
        self.closings = 0

    async def read_feed(self, *_: Any) -> AsyncIterator[Any]:
        return self._lines()

    async def _lines(self) -> AsyncIterator[Any]:
        try:
            yield self.line(data="first")
            while self.next is None:  # noqa: ASYNC110 - set by another thread
                await asyncio.sleep(0.001)
            if isinstance(self.next, Exception):
                raise self.next
            while self.next == "much":
                yield self.line(data="x" * 100_000)
            yield self.line(data=self.next)
        finally:
            self.closings += 1
            self.closed.set()


@pytest.fixture
def feed(packages: Path) -> Feed:
    assert (packages / "case_event_stream").is_dir()
    return Feed(import_module("case_event_stream.apis.feed").Line)


@pytest.fixture
def base_url(packages: Path, feed: Feed) -> Iterator[str]:
    """A server on a free port, for as long as the test."""
    app = handled(packages, "event_stream", {"read_feed": feed.read_feed}, keep_alive_seconds=0.01)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(LIMIT)
    assert not thread.is_alive()


@pytest.fixture
def lines(base_url: str) -> Iterator[Iterator[str]]:
    """The lines of an answer that has begun."""
    with httpx.stream("GET", f"{base_url}/feed", timeout=LIMIT) as answer:
        yield answer.iter_lines()


def read_until(lines: Iterator[str], wanted: str) -> list[str]:
    found = []
    for line in lines:
        found.append(line)
        if line == wanted:
            return found
    raise AssertionError(f"the stream ended: {found}")


def test_events_come_as_they_happen_with_comments_in_between(lines: Iterator[str], feed: Feed) -> None:
    assert read_until(lines, "") == ["data: first", ""]
    assert read_until(lines, "") == [": keep-alive", ""]
    feed.next = "last"
    assert "data: last" in list(lines)
    assert feed.closed.wait(LIMIT)


def test_a_failure_cuts_the_connection(lines: Iterator[str], feed: Feed) -> None:
    """So that nobody takes what came for the whole."""
    read_until(lines, "data: first")
    feed.next = ValueError("broken")
    with pytest.raises(httpx.RemoteProtocolError):
        list(lines)
    assert feed.closed.wait(LIMIT)


@pytest.mark.parametrize("busy", [None, "much"])
def test_a_client_that_goes_closes_the_iterator(base_url: str, feed: Feed, busy: str | None) -> None:
    """While nothing happens, and while more is sent than anybody reads."""
    with httpx.stream("GET", f"{base_url}/feed", timeout=LIMIT) as answer:
        read_until(answer.iter_lines(), "data: first")
        feed.next = busy
    assert feed.closed.wait(LIMIT)
    assert feed.closings == 1


def test_a_server_that_stops_closes_the_iterator(packages: Path, feed: Feed) -> None:
    app = handled(packages, "event_stream", {"read_feed": feed.read_feed})
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/feed"
        with httpx.stream("GET", url, timeout=LIMIT) as answer:
            lines = answer.iter_lines()
            read_until(lines, "data: first")
            server.should_exit = True
            with pytest.raises(httpx.RemoteProtocolError):
                list(lines)
        thread.join(LIMIT)
    assert not thread.is_alive()
    assert (feed.closed.is_set(), feed.closings) == (True, 1)
