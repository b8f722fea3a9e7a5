"""Streams: how items are written, and how they come one after another."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic_core import PydanticSerializationError
from starlette.types import Message

from handfast.support.adapters import Adapter
from handfast.support.models import Model
from handfast.support.streams import EventForm, Events, JsonData, JsonLines, JsonRecords, StreamResponse
from tests.handfast.support.streaming import LIMIT, Client, Items, response, serve, started

WRONG: Any = 7
COMMENT = b": keep-alive\n\n"


class Piece(Model):
    text: str


PIECE: Adapter[Piece] = Adapter(Piece)


@dataclass(frozen=True, slots=True)
class PieceEvent:
    data: Piece


@dataclass(frozen=True, slots=True)
class Line:
    data: str | None = None
    event: str | None = None
    id: str | None = None
    retry: int | None = None


@dataclass(frozen=True, slots=True)
class Maybe:
    data: Piece | None = None


EVENTS = Events(
    {
        PieceEvent: EventForm("piece", PIECE),
        Line: EventForm(None, None),
        Maybe: EventForm("maybe", PIECE, optional=True),
    }
)


class TestEvents:
    @pytest.mark.parametrize(
        ("event", "written"),
        [
            (PieceEvent(Piece(text="é\n")), 'event: piece\ndata: {"text":"é\\n"}\n\n'),
            (Line("a"), "data: a\n\n"),
            (Line(" a"), "data:  a\n\n"),
            (Line(""), "data: \n\n"),
            (Line("a\nb\r\nc\rd"), "data: a\ndata: b\ndata: c\ndata: d\n\n"),
            (Line("a\n\nb\n"), "data: a\ndata: \ndata: b\ndata: \n\n"),
            (Line("a\n\r"), "data: a\ndata: \ndata: \n\n"),
            (Line("a\u2028b\x0bc\x85"), "data: a\u2028b\x0bc\x85\n\n"),
            (Line("event: x"), "data: event: x\n\n"),
            (Line("a", event="x", id="7", retry=30), "event: x\nid: 7\nretry: 30\ndata: a\n\n"),
            (Line(id="7"), "id: 7\n\n"),
            (Line(id=""), "id: \n\n"),
            (Maybe(), "event: maybe\n\n"),
            (Maybe(Piece(text="")), 'event: maybe\ndata: {"text":""}\n\n'),
        ],
    )
    def test_are_written_line_by_line(self, event: Any, written: str) -> None:
        assert EVENTS(event).decode() == written

    @pytest.mark.parametrize("field", ["event", "id"])
    @pytest.mark.parametrize("text", ["a\nb", "a\rdata: x", "\n", "a\0"])
    def test_take_no_second_line_from_a_field(self, field: str, text: str) -> None:
        event = Line(event=text) if field == "event" else Line(id=text)
        with pytest.raises(ValueError, match="single line"):
            EVENTS(event)

    def test_are_those_that_are_declared(self) -> None:
        with pytest.raises(TypeError, match="str is no event of this stream"):
            EVENTS("data: x\n\n")

    @pytest.mark.parametrize("data", [{"text": "x"}, "x", Piece.model_construct(text=WRONG)])
    def test_hold_what_is_declared(self, data: Any) -> None:
        with pytest.raises(PydanticSerializationError):
            EVENTS(PieceEvent(data))


@pytest.mark.parametrize(
    ("encode", "written"),
    [
        (JsonData(PIECE), b'data: {"text":"\\r\\n"}\n\n'),
        (JsonLines(PIECE), b'{"text":"\\r\\n"}\n'),
        (JsonRecords(PIECE), b'\x1e{"text":"\\r\\n"}\n'),
    ],
)
def test_json_is_written_on_one_line(encode: Callable[[Any], bytes], written: bytes) -> None:
    assert encode(Piece(text="\r\n")) == written
    with pytest.raises(PydanticSerializationError):
        encode({"text": "x"})


def in_loop(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    """Runs a test in a loop of its own, and sees that it leaves no task behind."""

    async def whole() -> None:
        await test()
        await asyncio.sleep(0)  # what was cancelled gets its last step
        assert asyncio.all_tasks() == {asyncio.current_task()}

    def wrapped() -> None:
        asyncio.run(whole())

    wrapped.__name__ = test.__name__
    wrapped.__doc__ = test.__doc__
    return wrapped


@in_loop
async def test_items_are_sent_one_by_one_and_the_stream_ends() -> None:
    client, items = Client(), Items(b"a", b"b", None)
    await serve(response(items), client)
    assert (client.parts, client.ended, items.closed) == ([b"a", b"b", b""], True, 1)


@in_loop
async def test_the_head_does_not_wait_for_an_item() -> None:
    client, items = Client(), Items()
    task = started(response(items), client)
    await client.until(lambda client: len(client.messages) == 1)
    assert client.head["status"] == 200
    items.waiting.put_nowait(None)
    await task


@in_loop
async def test_an_item_is_asked_for_when_the_one_before_is_sent() -> None:
    client, items = Client(stops_at=b"a"), Items(b"a", b"b", None)
    task = started(response(items), client)
    await client.stopped.wait()
    assert items.asked == 1
    client.goes_on.set()
    await task
    assert client.body == b"ab"


@in_loop
async def test_silence_is_filled_with_comments_and_interrupts_nobody() -> None:
    client, items = Client(), Items()
    task = started(response(items, comments=True), client, keep_alive_seconds=0.001)
    await client.until(lambda client: client.parts.count(COMMENT) > 2)
    items.waiting.put_nowait(b"late")
    items.waiting.put_nowait(None)
    await task
    assert [part for part in client.parts if part != COMMENT] == [b"late", b""]
    assert (items.asked, items.interrupted, items.closed) == (2, 0, 1)


@in_loop
async def test_a_body_without_comments_has_none() -> None:
    async def slow() -> AsyncIterator[bytes]:
        yield b"a"
        for _ in range(50):
            await asyncio.sleep(0)
        yield b"b"

    client, with_comments = Client(), Client()
    await serve(response(slow()), client, keep_alive_seconds=0)
    await serve(response(slow(), comments=True), with_comments, keep_alive_seconds=0)
    assert client.parts == [b"a", b"b", b""]
    assert COMMENT in with_comments.parts


@in_loop
async def test_an_item_that_waits_to_be_taken_is_no_silence() -> None:
    client, items = Client(stops_at=b"a"), Items(b"a", None)
    task = started(response(items, comments=True), client, keep_alive_seconds=0)
    await client.stopped.wait()
    before = len(client.messages)
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(client.messages) == before
    client.goes_on.set()
    await task


@in_loop
async def test_a_failure_cuts_the_stream_off() -> None:
    client, items = Client(), Items(b"a", ValueError("broken"))
    with pytest.raises(ValueError, match="broken"):
        await serve(response(items), client)
    assert (client.parts, client.ended) == ([b"a"], False)


@in_loop
async def test_so_does_an_item_that_cannot_be_written() -> None:
    client, items = Client(), Items(b"a", "text")
    with pytest.raises(TypeError, match="str is no piece of a body"):
        await serve(response(items), client)
    assert (client.parts, client.ended, items.closed) == ([b"a"], False, 1)


@in_loop
async def test_a_head_alone_asks_for_no_item() -> None:
    client, items = Client(), Items(b"a", None)
    await serve(response(items), client, "HEAD")
    assert (client.head["status"], client.body, client.ended) == (200, b"", True)
    assert (items.asked, items.closed) == (0, 1)


@in_loop
async def test_one_task_runs_the_iterator_from_start_to_end() -> None:
    """So that `asyncio.timeout` in a handler holds across its items."""
    client, tasks = Client(), set[Any]()

    async def items() -> AsyncIterator[bytes]:
        async with asyncio.timeout(LIMIT):
            try:
                for _ in range(3):
                    tasks.add(asyncio.current_task())
                    yield b"a"
                    await asyncio.sleep(0)
                await asyncio.Event().wait()
            finally:
                tasks.add(asyncio.current_task())

    task = started(response(items(), comments=True), client, keep_alive_seconds=0.001)
    await client.until(lambda client: client.parts.count(b"a") == 3)
    client.gone.set()
    await task
    assert len(tasks) == 1


@in_loop
async def test_an_iterator_that_never_waits_leaves_others_their_turn() -> None:
    """Or nobody would learn that the client has gone."""
    client, closed = Client(), list[str]()

    async def busy() -> AsyncIterator[bytes]:
        try:
            for _ in range(100_000):
                yield b"a"
            raise AssertionError("nobody stopped it")
        finally:
            closed.append("closed")

    async def send(_: Message) -> None:
        client.gone.set()

    await response(busy())({"method": "GET"}, client.receive, send)
    assert closed == ["closed"]


def test_what_is_no_iterator_is_no_stream() -> None:
    wrong: Any = [b"a"]
    with pytest.raises(TypeError):
        StreamResponse(200, wrong, bytes, "text/plain")
