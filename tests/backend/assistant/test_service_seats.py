"""How many answers of an AI service one user may have under way."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from functools import partial

import pytest

from backend.assistant import AssistantFailed, Prompt, ServiceAssistant
from backend.assistant.seats import SEATS, Seats
from tests.backend.assistant.conftest import PROMPT, Logged, failure
from tests.backend.upstream import FakeService
from tests.backend.upstream_answers import NEVER, Behaviour, after, answer, page, raw, status, stream

pytestmark = pytest.mark.anyio

ENDS: dict[str, Behaviour] = {"good": answer(), "refused": status(401), "garbage": page(b"sentinel")}


async def seated(service: FakeService, assistant: ServiceAssistant, count: int) -> list[AsyncGenerator[str, None]]:
    """Begin streams, which go on until they are closed."""
    service.then(*[stream("a", NEVER)] * count)
    begun = [assistant.stream(PROMPT) for _ in range(count)]
    for pieces in begun:
        assert await anext(pieces) == "a"
    return begun


async def test_one_too_many(service: FakeService, assistant: ServiceAssistant, logged: Logged) -> None:
    gate = service.gate()
    service.otherwise = after(gate, answer("Hi"))
    answering = asyncio.gather(*(assistant.answer(PROMPT) for _ in range(SEATS)))
    await asyncio.to_thread(service.wait_asked, SEATS)
    failed = await failure(assistant)
    assert (failed.reason, failed.retry_after) == ("busy", 5)
    line = logged()
    assert (line["level"], line["outcome"], line["attempts"]) == ("warning", "busy", 0)
    with pytest.raises(AssistantFailed, match="busy"):
        await anext(assistant.stream(PROMPT))
    other = asyncio.create_task(assistant.answer(replace(PROMPT, user_id="eve")))
    await asyncio.to_thread(service.wait_asked, SEATS + 1)
    gate.open()
    assert {answer.text for answer in [*await answering, await other]} == {"Hi"}
    assert (await assistant.answer(PROMPT)).text == "Hi"


async def test_streams_count_too(service: FakeService, assistant: ServiceAssistant) -> None:
    begun = await seated(service, assistant, SEATS)
    assert (await failure(assistant)).reason == "busy"
    await begun[0].aclose()
    assert (await assistant.answer(PROMPT)).text == "Hello from the fake."
    for pieces in begun:
        await pieces.aclose()


@pytest.mark.parametrize("end", ENDS)
async def test_free_again_however_it_ends(service: FakeService, assistant: ServiceAssistant, end: str) -> None:
    begun = await seated(service, assistant, SEATS - 1)
    for ask in (assistant.answer, partial(joined, assistant), assistant.answer):
        service.then(ENDS[end])
        if end == "good":
            await ask(PROMPT)
        else:
            with pytest.raises(AssistantFailed, match=end):
                await ask(PROMPT)
    for left in begun:
        await left.aclose()


async def joined(assistant: ServiceAssistant, prompt: Prompt) -> str:
    return "".join([piece async for piece in assistant.stream(prompt)])


async def test_free_again_when_nobody_waits(service: FakeService, assistant: ServiceAssistant) -> None:
    begun = await seated(service, assistant, SEATS - 1)
    for count in range(3):
        service.then(raw(NEVER))
        answering = asyncio.create_task(assistant.answer(PROMPT))
        await asyncio.to_thread(service.wait_asked, SEATS + count)
        answering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await answering
        await assistant.stream(PROMPT).aclose()  # which never began
    assert (await assistant.answer(PROMPT)).text == "Hello from the fake."
    for left in begun:
        await left.aclose()


def test_nobody_is_remembered() -> None:
    seats = Seats(1)
    with seats.taken("ada"), seats.taken("eve"):
        assert len(seats) == 2
        with pytest.raises(AssistantFailed), seats.taken("ada"):
            pytest.fail("there was no seat")
    assert len(seats) == 0
