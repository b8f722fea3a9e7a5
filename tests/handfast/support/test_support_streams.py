"""Streams: how items are written, and that their iterator is closed once, whatever happens."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError
from starlette.types import Message

from handfast.support import streams
from handfast.support.models import Model
from handfast.support.streams import EventForm, Events, JsonData, JsonLines, JsonRecords, StreamResponse
from tests.handfast.support.streaming import LIMIT, Client, Items, response, serve, started

WRONG: Any = 7
COMMENT = b": keep-alive\n\n"


class Piece(Model):
    text: str


PIECE: TypeAdapter[Piece] = TypeAdapter(Piece)


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


class TestClosing:
    """The iterator is closed once, and the response waits for it."""

    @staticmethod
    def generator(log: list[str]) -> AsyncIterator[bytes]:
        async def items() -> AsyncIterator[bytes]:
            try:
                yield b"a"
                log.append("asked")
                await asyncio.Event().wait()
            except BaseException as error:
                log.append(type(error).__name__)
                raise
            finally:
                await asyncio.sleep(0)
                log.append("closed")

        return items()

    def test_when_the_client_goes_while_nothing_happens(self) -> None:
        async def test() -> list[str]:
            client, log = Client(), list[str]()
            task = started(response(self.generator(log)), client)
            await client.until(lambda client: client.parts == [b"a"])
            client.gone.set()
            await task
            assert not client.ended
            return log

        assert asyncio.run(test()) == ["asked", "CancelledError", "closed"]

    def test_when_it_goes_while_something_is_sent(self) -> None:
        async def test() -> list[str]:
            client, log = Client(stops_at=b"a"), list[str]()
            task = started(response(self.generator(log)), client)
            await client.stopped.wait()
            client.gone.set()
            await task
            return log

        assert asyncio.run(test()) == ["GeneratorExit", "closed"]

    @pytest.mark.parametrize("going", ["gone", "cancelled", "stalled", "raised", "unwritable", "ended"])
    def test_once(self, going: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Every way in which a stream can end."""
        monkeypatch.setattr(streams, "_STALLED_SECONDS", 0.001 if going == "stalled" else LIMIT)

        async def test() -> Items:
            client, items = Client(stops_at=b"b"), Items(b"a")
            task = started(response(items, comments=True), client)
            await client.until(lambda client: client.parts == [b"a"])
            if going == "cancelled":
                task.cancel()
            elif going == "gone":
                client.gone.set()
            else:
                last = {"raised": ValueError("broken"), "unwritable": "text", "ended": None, "stalled": b"b"}
                items.waiting.put_nowait(last[going])
            [outcome] = await asyncio.gather(task, return_exceptions=True)
            expected = {"cancelled": asyncio.CancelledError, "raised": ValueError, "unwritable": TypeError}
            assert type(outcome) is expected.get(going, type(None))
            return items

        items = asyncio.run(test())
        assert items.closed == 1

    def test_when_a_send_fails_as_one_to_nobody_does(self) -> None:
        async def test() -> None:
            items, client = Items(b"a", b"b"), Client()

            async def send(message: Message) -> None:
                if message.get("body") == b"a":
                    raise OSError("the peer is gone")
                await client.send(message)

            await response(items)({"method": "GET"}, client.receive, send)
            assert (items.asked, items.closed, len(client.messages)) == (1, 1, 1)

        asyncio.run(test())

    def test_before_the_response_is_over_however_often_it_is_cancelled(self) -> None:
        async def test() -> None:
            client, saving, saved = Client(), asyncio.Event(), asyncio.Event()
            log = list[str]()

            async def items() -> AsyncIterator[bytes]:
                try:
                    yield b"a"
                    await asyncio.Event().wait()
                finally:
                    saving.set()
                    await saved.wait()
                    log.append("saved")

            task = asyncio.create_task(response(items())({"method": "GET"}, client.receive, client.send))
            await client.until(lambda client: client.parts == [b"a"])
            for _ in range(3):
                task.cancel()
                await saving.wait()
                await asyncio.sleep(0)
            assert not task.done()
            saved.set()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert log == ["saved"]

        asyncio.run(test())

    def test_when_it_does_not_want_to(self) -> None:
        """Nothing that it gives after the client has gone is sent."""

        async def test() -> None:
            client, log = Client(), list[str]()

            async def stubborn() -> AsyncIterator[bytes]:
                try:
                    yield b"a"
                    await asyncio.Event().wait()
                except asyncio.CancelledError:
                    yield b"still here"
                finally:
                    log.append("closed")

            task = started(response(stubborn()), client)
            await client.until(lambda client: client.parts == [b"a"])
            client.gone.set()
            await task
            assert (client.parts, log) == ([b"a"], ["closed"])

        asyncio.run(test())

    def test_and_what_goes_wrong_then_is_told(self) -> None:
        async def test() -> None:
            client = Client()

            async def items() -> AsyncIterator[bytes]:
                try:
                    yield b"a"
                    await asyncio.Event().wait()
                finally:
                    raise RuntimeError("cannot be saved")

            task = started(response(items()), client)
            await client.until(lambda client: client.parts == [b"a"])
            client.gone.set()
            with pytest.raises(RuntimeError, match="cannot be saved"):
                await task

        asyncio.run(test())

    def test_also_where_there_is_nothing_to_close(self) -> None:
        async def test() -> None:
            class Bare:
                def __init__(self) -> None:
                    self.left = [b"b", b"a"]

                def __aiter__(self) -> AsyncIterator[bytes]:
                    return self

                async def __anext__(self) -> bytes:
                    if not self.left:
                        raise StopAsyncIteration
                    return self.left.pop()

            client = Client()
            await serve(response(Bare()), client)
            assert (client.body, client.ended) == (b"ab", True)

        asyncio.run(test())


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


def test_what_is_no_iterator_is_no_stream() -> None:
    wrong: Any = [b"a"]
    with pytest.raises(TypeError):
        StreamResponse(200, wrong, bytes, "text/plain")
