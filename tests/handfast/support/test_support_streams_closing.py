"""Streams: their iterator is closed once, and waited for, however they end."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.types import Message

from handfast.support import streams
from tests.handfast.support.streaming import LIMIT, Client, Items, response, serve, started


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


def test_it_is_closed_when_the_client_goes_while_nothing_happens() -> None:
    async def test() -> list[str]:
        client, log = Client(), list[str]()
        task = started(response(generator(log)), client)
        await client.until(lambda client: client.parts == [b"a"])
        client.gone.set()
        await task
        assert not client.ended
        return log

    assert asyncio.run(test()) == ["asked", "CancelledError", "closed"]


@pytest.mark.parametrize("comments", [False, True])
def test_it_is_closed_when_it_goes_while_something_is_sent(*, comments: bool) -> None:
    async def test() -> list[str]:
        client, log = Client(stops_at=b"a"), list[str]()
        task = started(response(generator(log), comments=comments), client, keep_alive_seconds=0)
        await client.stopped.wait()
        for _ in range(20):
            await asyncio.sleep(0)  # a comment would be due
        client.gone.set()
        await task
        return log

    assert asyncio.run(test()) == ["GeneratorExit", "closed"]


@pytest.mark.parametrize("going", ["gone", "cancelled", "stalled", "raised", "unwritable", "ended"])
def test_it_is_closed_once(going: str, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_it_is_closed_when_a_send_fails_as_one_to_nobody_does() -> None:
    async def test() -> None:
        items, client = Items(b"a", b"b"), Client()

        async def send(message: Message) -> None:
            if message.get("body") == b"a":
                raise OSError("the peer is gone")
            await client.send(message)

        await response(items)({"method": "GET"}, client.receive, send)
        assert (items.asked, items.closed, len(client.messages)) == (1, 1, 1)

    asyncio.run(test())


@pytest.mark.parametrize("going", ["cancelled", "gone", "everything cancelled"])
def test_it_is_closed_before_the_response_is_over_however_often_it_is_cancelled(going: str) -> None:
    """Also where all tasks of the loop are cancelled at once, as at its end."""

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
        if going == "gone":
            client.gone.set()
            await saving.wait()
        elif going == "everything cancelled":
            for every in asyncio.all_tasks() - {asyncio.current_task()}:
                every.cancel()
        for _ in range(3):
            await asyncio.sleep(0)
            task.cancel()
            await saving.wait()
        assert not task.done()
        saved.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert log == ["saved"]

    asyncio.run(test())


def test_it_is_closed_when_it_does_not_want_to() -> None:
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


def test_what_goes_wrong_while_it_is_closed_is_told() -> None:
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


def test_it_may_have_nothing_to_close() -> None:
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
