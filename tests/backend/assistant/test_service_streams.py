"""Streamed answers of an AI service: pieces as they come, every way to end, and hanging up."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from backend.assistant import MAX_CHARACTERS, AnswerCutOff, AssistantFailed, ServiceAssistant
from backend.assistant.responses import MAX_STREAM_BYTES
from tests.backend.assistant.conftest import PROMPT, Logged, Make, Pauses
from tests.backend.upstream import FakeService
from tests.backend.upstream_answers import (
    CLOSE,
    DONE,
    LAST_CHUNK,
    NEVER,
    USAGE,
    Behaviour,
    Endless,
    Step,
    chunked,
    completion,
    delta,
    event,
    page,
    raw,
    status,
    stream,
)

pytestmark = pytest.mark.anyio


async def read(pieces: AsyncGenerator[str, None]) -> tuple[list[str], str]:
    """Return the pieces, and how they end."""
    read: list[str] = []
    try:
        async for piece in pieces:
            assert piece
            read.append(piece)
    except AssistantFailed as failed:
        return read, str(failed)  # which is its reason, and no more
    except AnswerCutOff:
        return read, "cut_off"
    return read, "answered"


def events(*steps: Step) -> Behaviour:
    """Stream exactly these bytes, to an orderly end of the body."""
    return raw(*chunked(*steps), LAST_CHUNK)


async def test_stream(service: FakeService, assistant: ServiceAssistant, logged: Logged) -> None:
    service.then(stream("Hel", "lo ", "", "you"))
    assert await read(assistant.stream(PROMPT)) == (["Hel", "lo ", "you"], "answered")
    body = service.wait_asked().body
    assert (body["stream"], set(body)) == (True, {"model", "messages", "stream"})
    assert logged() == {
        "level": "info",
        "outcome": "answered",
        "attempts": 1,
        "status": 200,
        "prompt_tokens": USAGE["prompt_tokens"],
        "completion_tokens": USAGE["completion_tokens"],
    }


async def test_pieces_come_when_they_are_there(service: FakeService, assistant: ServiceAssistant) -> None:
    first, second = service.gate(), service.gate()
    service.then(stream("a", first, "b", second, "c"))
    pieces = assistant.stream(PROMPT)
    assert await anext(pieces) == "a"
    first.open()
    assert await anext(pieces) == "b"
    second.open()
    assert await read(pieces) == (["c"], "answered")


async def test_nothing_is_asked_before_a_piece_is_wanted(
    service: FakeService, assistant: ServiceAssistant, capsys: pytest.CaptureFixture[str]
) -> None:
    await assistant.stream(PROMPT).aclose()
    await assistant.answer(PROMPT)
    assert [asked.body["stream"] for asked in service.asked] == [False]
    assert capsys.readouterr().out.count("\n") == 1


async def test_closing_hangs_up(service: FakeService, assistant: ServiceAssistant, logged: Logged) -> None:
    service.then(stream("a", NEVER))
    pieces = assistant.stream(PROMPT)
    assert await anext(pieces) == "a"
    asked = service.wait_asked()
    assert not asked.gone.is_set()
    await pieces.aclose()
    await asyncio.to_thread(asked.wait_gone)
    line = logged()
    assert (line["level"], line["outcome"], line["status"]) == ("info", "stopped", 200)


@pytest.mark.parametrize("behaviour", [raw(NEVER), stream("a", NEVER)], ids=["before", "between"])
async def test_cancelling_hangs_up(
    service: FakeService, assistant: ServiceAssistant, logged: Logged, behaviour: Behaviour
) -> None:
    service.then(behaviour)
    reading = asyncio.create_task(read(assistant.stream(PROMPT)))
    asked = await asyncio.to_thread(service.wait_asked)
    reading.cancel()
    await asyncio.to_thread(asked.wait_gone)
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert logged()["outcome"] == "stopped"


async def test_connections_of_those_who_left_are_free_again(service: FakeService, assistant: ServiceAssistant) -> None:
    service.otherwise = stream("a", NEVER)
    for _ in range(250):  # more than there are connections
        pieces = assistant.stream(PROMPT)
        await anext(pieces)
        await pieces.aclose()
    assert len(service.asked) == 250


WAYS: dict[str, Behaviour] = {
    "heartbeats": events(b"data:\n\n", delta("Hi"), b"data: \n\n", b"event: ping\ndata\n\n", DONE),
    "comments": events(b": hello\n\n", delta("Hi"), b":\n", DONE),
    "a mark of the byte order": events(b"\xef\xbb\xbf" + delta("Hi"), DONE),
    "no space": events(delta("Hi").replace(b"data: ", b"data:"), b"data:[DONE]\n\n"),
    "ends of lines as on Windows": events(delta("Hi").replace(b"\n", b"\r\n"), DONE.replace(b"\n", b"\r\n")),
    "ends of lines as on old Macs": events(delta("Hi").replace(b"\n", b"\r"), DONE.replace(b"\n", b"\r")),
    "ends of lines cut in two": events(b"data: ", delta("Hi")[6:-2] + b"\r", b"\n\r", b"\n", DONE),
    "data in two lines": events(delta("Hi").replace(b'"choices"', b'\ndata: "choices"'), DONE),
    "other fields": events(b"event: message\nid: 1\nretry: 5\nnonsense\n" + delta("Hi"), DONE),
    "a byte at a time": events(*(bytes([byte]) for byte in delta("Hi") + DONE)),
    "no blank line at the end": events(delta("Hi"), b"data: [DONE]"),
    "no [DONE], but a reason": events(delta("Hi", "stop")),
    "a reason, then a cut": raw(*chunked(delta("Hi", "stop")), CLOSE),
    "more after the end": events(delta("Hi"), DONE, delta(" there"), b"nonsense"),
    "reasons that are blank": events(delta("H", ""), delta("i", ""), DONE),
    "usage between": events(delta("H"), event({"choices": [], "usage": USAGE}), delta("i"), DONE),
    "deltas of nothing": events(event({"choices": [{"delta": None}]}), delta(None), delta("Hi"), event({}), DONE),
    "parts": events(delta([{"type": "text", "text": "Hi"}]), DONE),
    "a refusal": events(event({"choices": [{"delta": {"refusal": "Hi"}}]}), DONE),
    "blanks before it": events(delta(" "), delta("\n"), delta(" Hi"), DONE),
    "NUL": events(delta("\0"), delta("H\0i"), DONE),
    "no error": events(event({"choices": [{"delta": {"content": "Hi"}}], "error": None}), DONE),
    "a whole answer instead": page(completion("Hi")),
}


@pytest.mark.parametrize("way", WAYS)
async def test_ways_to_say_it(service: FakeService, assistant: ServiceAssistant, logged: Logged, way: str) -> None:
    service.then(WAYS[way])
    pieces, end = await read(assistant.stream(PROMPT))
    assert ("".join(pieces), end) == ("Hi", "answered")
    assert logged()["outcome"] == "answered"


async def test_characters_cut_in_two(service: FakeService, assistant: ServiceAssistant) -> None:
    text = "Grüße \U0001f600"
    raw_delta = delta("?").replace(b"?", text.encode())
    halves = [event({"choices": [{"delta": {"content": half}}]}) for half in ("\ud83d", "\ude00", "\ud83d", "x\ud83d")]
    service.then(events(*(bytes([byte]) for byte in raw_delta), *halves, DONE))
    pieces, _ = await read(assistant.stream(PROMPT))
    assert pieces == [text, "\U0001f600", "\ufffdx"]


FAULTS: dict[str, tuple[Behaviour, str]] = {
    "half a stream": (raw(*chunked(delta("Hi")), CLOSE), "cut"),
    "half an event": (raw(*chunked(delta("Hi"), delta(" there")[:-9]), CLOSE), "cut"),
    "no end": (events(delta("Hi")), "cut"),
    "a reason that is blank": (events(delta("Hi", "")), "cut"),
    "half an event, then an orderly end": (events(delta("Hi"), delta(" there")[:-9]), "cut"),
    "an error": (events(delta("Hi"), event({"error": {"message": "sentinel"}})), "failing"),
    "not json": (events(delta("Hi"), b"data: sentinel\n\n"), "garbage"),
    "not an object": (events(delta("Hi"), b"data: []\n\n"), "garbage"),
    "another kind": (events(delta("Hi"), delta(5)), "garbage"),
    "not UTF-8": (events(delta("Hi"), b"data: \xff\n\n"), "garbage"),
    "broken chunks": (raw(*chunked(delta("Hi")), b"sentinel\r\n"), "garbage"),
    "a line too long": (events(delta("Hi"), b"data: " + b"x" * 70_000 + b"\n\n"), "oversized"),
    "a line without an end": (raw(*chunked(delta("Hi"), Endless(b"x" * 1000))), "oversized"),
    "an event without an end": (raw(*chunked(delta("Hi"), Endless(b"data: x\n"))), "oversized"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_faults_after_a_piece(
    service: FakeService, assistant: ServiceAssistant, logged: Logged, fault: str
) -> None:
    behaviour, reason = FAULTS[fault]
    service.then(behaviour)
    assert await read(assistant.stream(PROMPT)) == (["Hi"], reason)
    line = logged()
    assert (line["level"], line["outcome"], line["attempts"]) == ("warning", reason, 1)
    assert len(service.asked) == 1, "once there was a piece, it is not asked again"


async def test_what_came_before_a_fault_is_passed_on(service: FakeService, assistant: ServiceAssistant) -> None:
    service.then(events(delta("a") + delta("b") + b"data: x\n\n"))
    assert await read(assistant.stream(PROMPT)) == (["a", "b"], "garbage")


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (events(DONE), "empty"),
        (events(delta(" "), delta("\n\0", "stop")), "empty"),
        (events(event({"choices": [{"delta": {}, "finish_reason": "content_filter"}]}), DONE), "empty"),
        (events(), "cut"),
        (raw(*chunked(Endless(b": comment\n\n" * 1000))), "oversized"),
        (page(b"<html>", "text/html"), "garbage"),
        (page(completion("")), "empty"),
        (page(completion("Hi")[:-1]), "garbage"),
        (status(401), "refused"),
    ],
)
async def test_no_answer(
    service: FakeService, assistant: ServiceAssistant, logged: Logged, behaviour: Behaviour, reason: str
) -> None:
    service.then(behaviour)
    assert await read(assistant.stream(PROMPT)) == ([], reason)
    assert logged()["outcome"] == reason


async def test_tried_again_before_the_first_piece(
    service: FakeService, assistant: ServiceAssistant, pauses: Pauses, logged: Logged
) -> None:
    service.then(status(429, retry_after="2"), status(500), stream("Hi"))
    assert await read(assistant.stream(PROMPT)) == (["Hi"], "answered")
    assert (pauses, logged()["attempts"]) == ([2.0, 1.0], 3)


@pytest.mark.parametrize("reason", ["length", "content_filter"])
async def test_stopped_for_length(
    service: FakeService, assistant: ServiceAssistant, logged: Logged, reason: str
) -> None:
    service.then(stream("Hi", finish=reason))
    assert await read(assistant.stream(PROMPT)) == (["Hi"], "cut_off")
    line = logged()
    assert (line["level"], line["outcome"]) == ("info", "cut_off")


async def test_whole_answer_stopped_for_length(
    service: FakeService, assistant: ServiceAssistant, logged: Logged
) -> None:
    service.then(page(completion("Hi", finish="length")))
    assert await read(assistant.stream(PROMPT)) == (["Hi"], "cut_off")
    assert logged()["outcome"] == "cut_off"


async def test_as_long_as_it_may_be(service: FakeService, assistant: ServiceAssistant) -> None:
    service.then(stream(*["word"] * (MAX_CHARACTERS // 4)))
    pieces, end = await read(assistant.stream(PROMPT))
    assert ("".join(pieces), end) == ("word" * (MAX_CHARACTERS // 4), "answered")


async def test_endless_answer(service: FakeService, assistant: ServiceAssistant, logged: Logged) -> None:
    service.then(raw(*chunked(Endless(delta("endless ")))))
    pieces, end = await read(assistant.stream(PROMPT))
    assert (len("".join(pieces)), end) == (MAX_CHARACTERS, "cut_off")
    await asyncio.to_thread(service.wait_asked().wait_gone)
    assert logged()["outcome"] == "cut_off"


def test_long_answers_of_short_words_fit() -> None:
    assert len(delta("word")) < 400
    assert 400 * MAX_CHARACTERS < MAX_STREAM_BYTES


async def test_silence_after_a_piece(service: FakeService, make: Make, logged: Logged) -> None:
    assistant = make(ai_timeout_seconds=1)
    await assistant.answer(PROMPT)  # now there is a connection, and no time-out is one of connecting
    logged()
    service.then(stream("Hi", NEVER))
    assert await read(assistant.stream(PROMPT)) == (["Hi"], "timeout")
    assert logged()["attempts"] == 1
    await asyncio.to_thread(service.wait_asked(2).wait_gone)


async def test_total_deadline(service: FakeService, make: Make, logged: Logged) -> None:
    service.then(stream("Hi", NEVER))
    assert await read(make(ai_total_seconds=2, ai_timeout_seconds=3600).stream(PROMPT)) == (["Hi"], "timeout")
    assert logged()["outcome"] == "timeout"
    await asyncio.to_thread(service.wait_asked().wait_gone)


async def test_deadline_does_not_interrupt_the_consumer(service: FakeService, make: Make) -> None:
    service.then(stream("Hi", NEVER))
    pieces = make(ai_total_seconds=2, ai_timeout_seconds=3600).stream(PROMPT)
    assert await anext(pieces) == "Hi"
    await asyncio.sleep(2.1)  # the deadline passes while the consumer is busy
    assert await read(pieces) == ([], "timeout")
