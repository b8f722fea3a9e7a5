"""Asking an AI service again, on what grounds and after how long."""

import pytest

from backend.assistant import ServiceAssistant
from tests.backend.assistant.conftest import PROMPT, Logged, Make, Pauses, failure
from tests.backend.upstream import FakeService, closed_port
from tests.backend.upstream_answers import status

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
async def test_tried_again(
    service: FakeService, assistant: ServiceAssistant, pauses: Pauses, logged: Logged, code: int
) -> None:
    service.then(status(code), status(code))
    assert (await assistant.answer(PROMPT)).text == "Hello from the fake."
    assert pauses == [0.5, 1.0]
    assert logged()["attempts"] == 3
    assert len({asked.raw for asked in service.asked}) == 1


@pytest.mark.parametrize(("code", "reason"), [(429, "overloaded"), (500, "failing")])
async def test_tried_three_times(
    service: FakeService, assistant: ServiceAssistant, logged: Logged, code: int, reason: str
) -> None:
    service.otherwise = status(code)
    failed = await failure(assistant)
    assert (failed.reason, failed.retry_after) == (reason, 10)
    line = logged()
    assert (line["attempts"], line["status"], len(service.asked)) == (3, code, 3)


async def test_retry_after_is_honoured(service: FakeService, assistant: ServiceAssistant, pauses: Pauses) -> None:
    service.then(status(429, retry_after="3"), status(503, retry_after="0"))
    await assistant.answer(PROMPT)
    assert pauses == [3.0, 1.0]


@pytest.mark.parametrize(("asked", "told"), [("11", 11), ("3600", 3600), ("9" * 400, 86_400), ("0.2", 1)])
async def test_retry_after_is_passed_on(
    service: FakeService, assistant: ServiceAssistant, pauses: Pauses, asked: str, told: int
) -> None:
    service.otherwise = status(429, retry_after=asked)
    failed = await failure(assistant)
    assert (failed.reason, failed.retry_after) == ("overloaded", told)
    assert len(pauses) == (2 if told == 1 else 0)


async def test_retry_after_beyond_the_deadline(service: FakeService, make: Make, pauses: Pauses) -> None:
    service.then(status(503, retry_after="9"))
    failed = await failure(make(ai_total_seconds=8))
    assert (failed.reason, failed.retry_after, pauses) == ("failing", 9, [])


async def test_nobody_listens(make: Make, pauses: Pauses, logged: Logged) -> None:
    failed = await failure(make(ai_base_url=f"http://127.0.0.1:{closed_port()}"))
    assert (failed.reason, len(pauses)) == ("unreachable", 2)
    line = logged()
    assert (line["attempts"], line["status"]) == (3, None)


async def test_back_again(service: FakeService, assistant: ServiceAssistant, pauses: Pauses) -> None:
    await assistant.answer(PROMPT)
    service.refuse()
    pauses.before_each = service.listen
    assert (await assistant.answer(PROMPT)).text == "Hello from the fake."
    assert len(pauses) == 1
