"""Connections to an AI service that were kept alive: how long, and what the next request on them may meet."""

import asyncio

import pytest

from backend.assistant import ServiceAssistant
from tests.backend.assistant.conftest import PROMPT, Logged, Pauses, failure
from tests.backend.upstream import FakeService
from tests.backend.upstream_answers import CLOSE, RESET, Behaviour, completion, head, raw, sized, stream

pytestmark = pytest.mark.anyio

BROKEN: dict[str, Behaviour] = {"closed": raw(CLOSE), "reset": raw(RESET)}


async def test_not_kept_as_long_as_services_do(service: FakeService, assistant: ServiceAssistant) -> None:
    await assistant.answer(PROMPT)
    await asyncio.sleep(4.1)  # many services close after 5
    await assistant.answer(PROMPT)
    assert [asked.connection for asked in service.asked] == [1, 2]


@pytest.mark.parametrize("way", BROKEN)
async def test_closed_while_it_was_asked(
    service: FakeService, assistant: ServiceAssistant, pauses: Pauses, logged: Logged, way: str
) -> None:
    await assistant.answer(PROMPT)
    logged()
    service.then(BROKEN[way])
    assert (await assistant.answer(PROMPT)).text == "Hello from the fake."
    assert (pauses, logged()["attempts"]) == ([0.5], 2)
    assert [asked.connection for asked in service.asked] == [1, 1, 2]


async def test_closed_while_a_stream_was_asked_for(service: FakeService, assistant: ServiceAssistant) -> None:
    await assistant.answer(PROMPT)
    service.then(raw(CLOSE), stream("Hi"))
    assert [piece async for piece in assistant.stream(PROMPT)] == ["Hi"]
    assert [asked.connection for asked in service.asked] == [1, 1, 2]


@pytest.mark.parametrize("way", BROKEN)
async def test_new_connection_that_breaks(
    service: FakeService, assistant: ServiceAssistant, logged: Logged, way: str
) -> None:
    service.then(BROKEN[way])
    assert (await failure(assistant)).reason == "cut"
    assert logged()["attempts"] == 1, "it may be at work on the answer"


async def test_new_connection_breaks_after_an_old_one(
    service: FakeService, assistant: ServiceAssistant, logged: Logged
) -> None:
    await assistant.answer(PROMPT)
    logged()
    service.then(raw(CLOSE), raw(CLOSE))
    assert (await failure(assistant)).reason == "cut"
    assert logged()["attempts"] == 2


async def test_old_connection_breaks_within_the_answer(
    service: FakeService, assistant: ServiceAssistant, logged: Logged
) -> None:
    await assistant.answer(PROMPT)
    logged()
    service.then(raw(head(200, content_length="500"), completion("Hi")[:30], CLOSE))
    assert (await failure(assistant)).reason == "cut"
    assert logged()["attempts"] == 1


@pytest.mark.parametrize("together", [True, False])
async def test_surplus_response_goes_to_nobody(
    service: FakeService, assistant: ServiceAssistant, *, together: bool
) -> None:
    mine, surplus = sized(200, completion("mine")), sized(200, completion("of somebody else"))
    gate = service.gate()
    service.then(raw(mine + surplus) if together else raw(mine, gate, surplus))
    assert (await assistant.answer(PROMPT)).text == "mine"
    gate.open()
    await asyncio.to_thread(service.wait_asked().wait_told)
    for _ in range(2):
        assert (await assistant.answer(PROMPT)).text == "Hello from the fake."
    assert service.asked[-1].connection == 2
