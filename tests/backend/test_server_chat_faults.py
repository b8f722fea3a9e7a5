"""Chat when the AI service fails: what the user said is saved, and the conversation goes on."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from tests.backend.chats import (
    answered,
    chat_server,
    check_unavailable,
    conversations_of,
    events,
    said,
    say,
    stream,
    streamed,
)
from tests.backend.conftest import open_place
from tests.backend.people import Person, new_person
from tests.backend.servers import Server
from tests.backend.upstream import FakeService, fake_service
from tests.backend.upstream_answers import (
    CLOSE,
    LAST_CHUNK,
    NEVER,
    Behaviour,
    answer,
    chunked,
    completion,
    delta,
    head,
    page,
    raw,
    status,
)
from tests.backend.upstream_answers import stream as stream_of


@pytest.fixture(scope="module")
def service() -> Iterator[FakeService]:
    with fake_service() as service:
        yield service


@pytest.fixture(scope="module")
def server(service: FakeService) -> Iterator[Server]:
    with open_place() as place:
        with chat_server(place, service) as server:
            yield server
        assert [line for line in server.log() if line["level"] in ("error", "critical")] == []
        assert "wolverine" not in server.text()


@pytest.fixture
def ai(service: FakeService) -> Iterator[FakeService]:
    service.asked.clear()
    yield service
    service.otherwise = answer()


FAULTS: dict[str, Behaviour] = {
    "refusal": status(400),
    "wrong key": status(401),
    "no such model": status(404),
    "failure": status(500),
    "too busy": status(503),
    "garbage": page(b"<html>wolverine</html>", "text/html"),
    "not JSON": page(b"{"),
    "another object": page(b"[]"),
    "no choices": page(b'{"choices": []}'),
    "no text": page(completion(None)),
    "empty": page(completion("")),
    "hung up": raw(CLOSE),
    "cut": raw(head(200, content_length="1000") + b'{"choices": [', CLOSE),
    "empty stream": stream_of(),
    "stream without an end": raw(*chunked(), CLOSE),
    "stream of garbage": raw(*chunked(b"data: wolverine\n\n"), LAST_CHUNK),
}


def say_or_stream(operation: str, person: Person, text: str, conversation: str | None = None) -> httpx.Response:
    if operation == "chat":
        return say(person, text, conversation)
    with stream(person, text, conversation) as response:
        response.read()
        return response


@pytest.mark.parametrize("operation", ["chat", "stream"])
@pytest.mark.parametrize("fault", FAULTS)
def test_no_answer(ada: Person, ai: FakeService, operation: str, fault: str) -> None:
    ai.otherwise = FAULTS[fault]
    conversation = check_unavailable(say_or_stream(operation, ada, "A wolverine?"))
    assert said(ada, conversation) == [("user", "A wolverine?", False)]
    assert check_unavailable(say_or_stream(operation, ada, "Again?", conversation)) == conversation
    ai.otherwise = answer("Yes.")
    assert answered(ada, "Now?", conversation)["conversation_id"] == conversation
    assert said(ada, conversation) == [
        ("user", "A wolverine?", False),
        ("user", "Again?", False),
        ("user", "Now?", False),
        ("assistant", "Yes.", False),
    ]
    shown = [item["content"] for item in ai.asked[-1].body["messages"] if item["role"] == "user"]
    assert shown == ["A wolverine?", "Again?", "Now?"]
    assert len(conversations_of(ada)) == 1


@pytest.mark.parametrize("operation", ["chat", "stream"])
def test_service_that_is_not_there(ada: Person, ai: FakeService, operation: str) -> None:
    ai.refuse()
    try:
        conversation = check_unavailable(say_or_stream(operation, ada, "one"))
    finally:
        ai.listen()
    answered(ada, "two", conversation)
    assert [text for _, text, _ in said(ada, conversation)][:2] == ["one", "two"]


@pytest.mark.parametrize("operation", ["chat", "stream"])
def test_service_that_says_when_to_come_back(ada: Person, ai: FakeService, operation: str) -> None:
    ai.otherwise = status(429, retry_after="3600")
    response = say_or_stream(operation, ada, "one")
    check_unavailable(response)
    assert response.headers["retry-after"] == "3600"


def test_service_that_fails_once(ada: Person, ai: FakeService) -> None:
    ai.then(status(503))
    assert answered(ada, "one")["cut_off"] is False
    assert len(ai.asked) == 2


HALVES: dict[str, Behaviour] = {
    "hung up": raw(*chunked(delta("Hel"), delta("lo")), CLOSE),
    "no end": stream_of("Hel", "lo", finish=None, done=False),
    "garbage": stream_of("Hel", "lo", b"data: {wolverine\n\n"),
    "error": stream_of("Hel", "lo", b'data: {"error": {"message": "wolverine"}}\n\n', finish=None),
}


@pytest.mark.parametrize("fault", HALVES)
def test_half_a_stream(ada: Person, ai: FakeService, fault: str) -> None:
    ai.then(HALVES[fault])
    with stream(ada, "one") as response:
        assert response.status_code == 200
        request_id = response.headers["x-request-id"]
        found = [event for event in events(response) if event]
    *deltas, last = found
    assert "".join(event.data["text"] for event in deltas) == "Hello"
    assert {event.name for event in deltas} == {"delta"}
    assert last.name == "error"
    (conversation,) = conversations_of(ada)
    assert last.data == {
        "type": "urn:handfast:problem:assistant_unavailable",
        "title": "Assistant unavailable",
        "status": 503,
        "detail": last.data["detail"],
        "error_code": "assistant_unavailable",
        "request_id": request_id,
        "conversation_id": conversation["id"],
    }
    assert said(ada, conversation["id"]) == [("user", "one", False), ("assistant", "Hello", True)]
    assert streamed(ada, "two", conversation["id"])[-1].name == "done"
    shown = [(item["role"], item["content"]) for item in ai.asked[-1].body["messages"]]
    assert shown[-3:] == [("user", "one"), ("assistant", "Hello"), ("user", "two")]


def test_time_out(service: FakeService) -> None:
    """Only what is to time out is asked of a server with little patience."""
    with open_place() as place:
        with chat_server(place, service, AI_TIMEOUT_SECONDS="3") as server:
            person = new_person(server)
            service.then(raw(NEVER), raw(NEVER), stream_of("Hel", "lo", NEVER))
            conversation = check_unavailable(say_or_stream("chat", person, "one"))
            assert check_unavailable(say_or_stream("stream", person, "two", conversation)) == conversation
            *deltas, last = streamed(person, "three", conversation)
            assert "".join(event.data["text"] for event in deltas) == "Hello"
            assert (last.name, last.data["error_code"]) == ("error", "assistant_unavailable")
            person.client.close()
        with chat_server(place, service) as again, again.client(headers=person.client.headers) as client:
            same = replace(person, client=client)
            answered(same, "four", conversation)
            assert said(same, conversation)[:-1] == [
                ("user", "one", False),
                ("user", "two", False),
                ("user", "three", False),
                ("assistant", "Hello", True),
                ("user", "four", False),
            ]
