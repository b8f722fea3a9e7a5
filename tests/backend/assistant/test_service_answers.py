"""Whole answers of an AI service: what it is asked, what is made of what it says, and how each fault is told."""

import asyncio
import json

import httpx
import pytest

from backend.assistant import MAX_CHARACTERS, Answer, Prompt, ServiceAssistant, Turn, exchanges
from backend.assistant.responses import MAX_BODY_BYTES
from tests.backend.assistant.conftest import KEY, PROMPT, QUESTION, Logged, Make, failure, settings
from tests.backend.upstream import FakeService
from tests.backend.upstream_answers import (
    CLOSE,
    NEVER,
    USAGE,
    Behaviour,
    Endless,
    answer,
    chunked,
    completion,
    head,
    page,
    raw,
    sized,
    status,
    stream,
)

pytestmark = pytest.mark.anyio


async def test_answer(service: FakeService, assistant: ServiceAssistant, logged: Logged) -> None:
    assert await assistant.answer(PROMPT) == Answer("Hello from the fake.", cut_off=False)
    asked = service.wait_asked()
    assert (asked.method, asked.path) == ("POST", "/v1/chat/completions")
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.headers["content-type"] == "application/json"
    messages = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": QUESTION}]
    assert asked.body == {"model": "fake", "messages": messages, "stream": False}
    assert logged() == {
        "level": "info",
        "outcome": "answered",
        "attempts": 1,
        "status": 200,
        "prompt_tokens": USAGE["prompt_tokens"],
        "completion_tokens": USAGE["completion_tokens"],
    }


async def test_no_key(service: FakeService, make: Make) -> None:
    await make(ai_api_key=None).answer(PROMPT)
    assert "authorization" not in service.wait_asked().headers


@pytest.mark.parametrize(("key", "sent"), [(f" {KEY}\n", f"Bearer {KEY}"), (" ", None)])
async def test_blanks_around_the_key(service: FakeService, make: Make, key: str, sent: str | None) -> None:
    await make(ai_api_key=key).answer(PROMPT)
    assert service.wait_asked().headers.get("authorization") == sent


async def test_key_that_cannot_be_sent(make: Make, logged: Logged) -> None:
    failed = await failure(make(ai_api_key="sk-sentinel\nX-Header: 1"))
    assert failed.reason == "refused"
    assert logged()["outcome"] == "refused"


async def test_base_url_with_a_path_and_a_query(service: FakeService, make: Make) -> None:
    await make(ai_base_url=f"{service.url}/api/v3?version=1").answer(PROMPT)
    assert service.wait_asked().path == "/api/v3/chat/completions?version=1"


@pytest.mark.parametrize("end", ["", "/", "?version=1"])
async def test_base_url_that_is_the_whole_address(service: FakeService, make: Make, end: str) -> None:
    await make(ai_base_url=f"{service.url}/api/v3/chat/completions{end}").answer(PROMPT)
    assert service.wait_asked().path == f"/api/v3/chat/completions{end.strip('/')}"


async def test_instructions_and_history(service: FakeService, assistant: ServiceAssistant) -> None:
    turns = [Turn("assistant", "a"), Turn("user", "b"), Turn("user", "c \ud800\x00")]
    await assistant.answer(Prompt("ada", " In Latin. ", turns))
    assert service.wait_asked().body["messages"] == [
        {"role": "system", "content": "Be kind.\n\nIn Latin."},
        {"role": "assistant", "content": "a"},
        {"role": "user", "content": "b"},
        {"role": "user", "content": "c \ud800\x00"},
    ]


async def test_alternating_roles(service: FakeService, make: Make) -> None:
    said = "aauuuuaauu"
    turns = [Turn("assistant" if role == "a" else "user", f"{index}") for index, role in enumerate(said)]
    await make(ai_alternating_roles=True).answer(Prompt("ada", "", turns))
    assert service.wait_asked().body["messages"][1:] == [
        {"role": "user", "content": "2\n\n3\n\n4\n\n5"},
        {"role": "assistant", "content": "6\n\n7"},
        {"role": "user", "content": "8\n\n9"},
    ]


async def test_connections_are_used_again(service: FakeService, assistant: ServiceAssistant) -> None:
    for _ in range(5):
        await assistant.answer(PROMPT)
    assert {asked.connection for asked in service.asked} == {1}


async def test_many_at_once(service: FakeService, assistant: ServiceAssistant) -> None:
    gate = service.gate()
    service.otherwise = lambda asked: [gate, *answer(asked.body["messages"][-1]["content"])(asked)]
    prompts = [Prompt("ada", "", (Turn("user", f"{number}"),)) for number in range(50)]
    answering = asyncio.gather(*map(assistant.answer, prompts))
    await asyncio.to_thread(service.wait_asked, 50)
    gate.open()
    assert [answer.text for answer in await answering] == [f"{number}" for number in range(50)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (completion("Hi", finish=None), Answer("Hi", cut_off=False)),
        (completion("Hi", finish="length"), Answer("Hi", cut_off=True)),
        (completion("Hi", finish="content_filter"), Answer("Hi", cut_off=True)),
        (completion(None, refusal="I will not."), Answer("I will not.", cut_off=False)),
        (
            completion([{"type": "text", "text": "a"}, {"type": "x"}, {"type": "text", "text": "b"}]),
            Answer("ab", cut_off=False),
        ),
        (b"\xef\xbb\xbf" + completion("Hi"), Answer("Hi", cut_off=False)),
        (completion(" \n Hi \n"), Answer("Hi \n", cut_off=False)),
        (completion("a\x00b\ud800c\U0001f600"), Answer("ab\ufffdc\U0001f600", cut_off=False)),
        (completion("é" * MAX_CHARACTERS), Answer("é" * MAX_CHARACTERS, cut_off=False)),
        (completion("é" * (MAX_CHARACTERS + 1)), Answer("é" * MAX_CHARACTERS, cut_off=True)),
    ],
)
async def test_good_answers(service: FakeService, assistant: ServiceAssistant, body: bytes, expected: Answer) -> None:
    service.then(page(body, "application/json; charset=utf-8"))
    assert await assistant.answer(PROMPT) == expected


def test_answers_are_as_long_as_they_may_be() -> None:
    assert len(completion("\U0001f600" * MAX_CHARACTERS)) < MAX_BODY_BYTES


FAULTS: dict[str, tuple[Behaviour, str]] = {
    "not json": (page(b"hello"), "garbage"),
    "html": (page(b"<html>", "text/html"), "garbage"),
    "json said to be html": (page(completion("Hi"), "text/html"), "garbage"),
    "no content type": (raw(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"), "garbage"),
    "an unasked stream": (stream("Hi"), "garbage"),
    "compressed": (raw(sized(200, completion("Hi"), content_encoding="gzip")), "garbage"),
    "not UTF-8": (page(completion("Hi").replace(b"Hi", b"\xff")), "garbage"),
    "too deep": (page(b"[" * 100_000), "garbage"),
    "a number too long": (page(b"9" * 10_000), "garbage"),
    "not an object": (page(b"[]"), "garbage"),
    "choices of another kind": (page(b'{"choices": 1}'), "garbage"),
    "a choice of another kind": (page(b'{"choices": ["Hi"]}'), "garbage"),
    "a message of another kind": (page(b'{"choices": [{"message": "Hi"}]}'), "garbage"),
    "content of another kind": (page(completion(7)), "garbage"),
    "not HTTP": (raw(b"SSH-2.0-OpenSSH\r\n\r\n", CLOSE), "garbage"),
    "no choices": (page(b'{"choices": []}'), "empty"),
    "nothing": (page(b"{}"), "empty"),
    "no message": (page(b'{"choices": [{}]}'), "empty"),
    "no content": (page(completion(None)), "empty"),
    "blank content": (page(completion(" \n\x00")), "empty"),
    "half a body": (raw(head(200, content_length="500"), completion("Hi")[:30], CLOSE), "cut"),
    "half a chunked body": (raw(*chunked(completion("Hi"), content_type="application/json"), CLOSE), "cut"),
    "half a head": (raw(b"HTTP/1.1 200 OK\r\ncontent", CLOSE), "cut"),
    "no response": (raw(CLOSE), "cut"),
    "a body too long": (page(b" " * (MAX_BODY_BYTES + 1)), "oversized"),
    "an endless body": (raw(*chunked(Endless(b" " * 1000), content_type="application/json")), "oversized"),
    "an error with status 200": (page(b'{"error": {"message": "sentinel"}}'), "failing"),
    "bad request": (status(400), "refused"),
    "wrong key": (status(401), "refused"),
    "no such model": (status(404), "refused"),
    "moved": (status(307, location="http://127.0.0.1:1/"), "refused"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_faults(service: FakeService, assistant: ServiceAssistant, logged: Logged, fault: str) -> None:
    behaviour, reason = FAULTS[fault]
    service.then(behaviour)
    failed = await failure(assistant)
    assert (failed.reason, failed.retry_after) == (reason, 10)
    line = logged()
    assert (line["level"], line["outcome"], line["attempts"]) == ("warning", reason, 1)
    assert len(service.asked) == 1
    await assistant.answer(PROMPT)


async def test_endless_body_is_hung_up_on(service: FakeService, assistant: ServiceAssistant) -> None:
    service.then(raw(*chunked(Endless(b" " * 1000), content_type="application/json")))
    await failure(assistant)
    await asyncio.to_thread(service.wait_asked().wait_gone)


async def test_answer_that_is_not_read_is_hung_up_on(service: FakeService, assistant: ServiceAssistant) -> None:
    service.then(raw(head(200, "text/html"), NEVER))
    assert (await failure(assistant)).reason == "garbage"
    await asyncio.to_thread(service.wait_asked().wait_gone)


@pytest.mark.parametrize("said", [b"", head(200), head(200, content_length="9") + b"{"], ids=["head", "body", "rest"])
async def test_silence(service: FakeService, make: Make, logged: Logged, said: bytes) -> None:
    assistant = make(ai_timeout_seconds=1)
    await assistant.answer(PROMPT)  # now there is a connection, and no time-out is one of connecting
    logged()
    service.then(raw(said, NEVER))
    assert (await failure(assistant)).reason == "timeout"
    assert logged()["attempts"] == 1, "a time-out is not tried again"
    await asyncio.to_thread(service.wait_asked(2).wait_gone)


async def test_total_deadline(service: FakeService, make: Make, logged: Logged) -> None:
    service.then(raw(*chunked(b" ", NEVER, content_type="application/json")))
    failed = await failure(make(ai_total_seconds=2, ai_timeout_seconds=3600))
    assert failed.reason == "timeout"
    assert logged()["status"] == 200
    await asyncio.to_thread(service.wait_asked().wait_gone)


async def test_no_connection_is_free(service: FakeService, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanges, "LIMITS", httpx.Limits(max_connections=1))
    monkeypatch.setattr(exchanges, "POOL_SECONDS", 0.5)
    assistant = make(ai_timeout_seconds=3600)
    service.then(stream("a", NEVER))
    pieces = assistant.stream(PROMPT)
    await anext(pieces)
    assert (await failure(assistant)).reason == "crowded"
    assert len(service.asked) == 1
    await pieces.aclose()
    assert (await assistant.answer(PROMPT)).text == "Hello from the fake."


async def test_whoever_stops_waiting_hangs_up(
    service: FakeService, assistant: ServiceAssistant, logged: Logged
) -> None:
    service.then(raw(NEVER))
    answering = asyncio.create_task(assistant.answer(PROMPT))
    asked = await asyncio.to_thread(service.wait_asked)
    answering.cancel()
    await asyncio.to_thread(asked.wait_gone)
    with pytest.raises(asyncio.CancelledError):
        await answering
    assert logged()["outcome"] == "stopped"


async def test_tokens_that_are_no_numbers(service: FakeService, assistant: ServiceAssistant, logged: Logged) -> None:
    whole = json.loads(completion("Hi"))
    whole["usage"] = {"prompt_tokens": "sentinel", "completion_tokens": True}
    service.then(page(json.dumps(whole).encode()))
    await assistant.answer(PROMPT)
    line = logged()
    assert (line["prompt_tokens"], line["completion_tokens"]) == (None, None)


@pytest.mark.parametrize("closes", [True, False])
def test_made_before_there_is_a_loop(service: FakeService, *, closes: bool) -> None:
    assistant = ServiceAssistant(settings(ai_base_url=service.url))

    async def ask() -> str:
        text = (await assistant.answer(PROMPT)).text
        if closes:
            await assistant.close()
        return text

    for _ in range(2):
        assert asyncio.run(ask()) == "Hello from the fake."
    assert len(service.asked) == 2
