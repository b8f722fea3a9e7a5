"""Answers as streams of events: each piece at once, one end, and nothing lost when the client goes away."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from backend.embedded import EmbeddedPostgres
from tests.backend.chats import (
    Event,
    answered,
    chat_server,
    conversations_of,
    events,
    messages_of,
    of,
    one_waits,
    said,
    stream,
)
from tests.backend.conftest import open_place
from tests.backend.embedded_app import wait_until
from tests.backend.people import Person, new_person
from tests.backend.servers import PATIENCE_SECONDS, Server
from tests.backend.upstream import FakeService, fake_service
from tests.backend.upstream_answers import after, answer, completion, page, status
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


@pytest.fixture(scope="module")
def restless(service: FakeService) -> Iterator[Server]:
    """Serve with comments after a short silence."""
    with open_place() as place:
        with chat_server(place, service, STREAM_KEEP_ALIVE_SECONDS="0.05") as server:
            yield server
        assert [line for line in server.log() if line["level"] in ("error", "critical")] == []


@pytest.fixture
def bob(restless: Server) -> Iterator[Person]:
    person = new_person(restless, "Bob")
    yield person
    person.client.close()


@pytest.fixture
def ai(service: FakeService) -> Iterator[FakeService]:
    service.asked.clear()
    yield service
    service.otherwise = answer()


@pytest.fixture
def place() -> Iterator[Path]:
    with open_place() as place:
        yield place


def test_pieces_come_one_by_one(ada: Person, ai: FakeService) -> None:
    first, second = ai.gate(), ai.gate()
    ai.then(stream_of("Hel", first, "lo ", second, "wolverine"))
    with stream(ada, "one") as response:
        assert response.status_code == 200
        assert response.headers["content-type"].split(";")[0] == "text/event-stream"
        coming = events(response)
        assert next(coming) == Event("delta", {"text": "Hel"})
        first.open()
        assert next(coming) == Event("delta", {"text": "lo "})
        second.open()
        delta, done = [event for event in coming if event]
    assert delta == Event("delta", {"text": "wolverine"})
    (conversation,) = conversations_of(ada)
    _, saved = messages_of(ada, conversation["id"])
    assert done == Event(
        "done",
        {
            "message": "Hello wolverine",
            "conversation_id": conversation["id"],
            "timestamp": saved["created_at"],
            "message_id": saved["id"],
            "cut_off": False,
        },
    )
    assert (saved["role"], saved["content"], saved["cut_off"]) == ("assistant", "Hello wolverine", False)


def test_done_is_what_a_message_sent_gives(ada: Person) -> None:
    sent = answered(ada, "one")
    with stream(ada, "two", sent["conversation_id"]) as response:
        done = [event for event in events(response) if event][-1]
    assert done.name == "done"
    assert set(done.data) == set(sent)
    assert {name for name in sent if done.data[name] == sent[name]} == {"message", "conversation_id", "cut_off"}


def test_service_that_does_not_stream(ada: Person, ai: FakeService) -> None:
    ai.then(page(completion("Hello")))
    with stream(ada, "one") as response:
        delta, done = [event for event in events(response) if event]
    assert delta == Event("delta", {"text": "Hello"})
    assert (done.name, done.data["message"], done.data["cut_off"]) == ("done", "Hello", False)


@pytest.mark.parametrize(
    ("pieces", "finish", "text"),
    [
        (["Hel", "lo"], "length", "Hello"),
        (["a" * 9_000] * 2, "stop", "a" * 16_000),
        (["a" * 20_000], None, "a" * 16_000),
    ],
)
def test_answer_that_is_cut_off(ada: Person, ai: FakeService, pieces: list[str], finish: str, text: str) -> None:
    ai.then(stream_of(*pieces, finish=finish))
    with stream(ada, "one") as response:
        *deltas, done = [event for event in events(response) if event]
    assert "".join(event.data["text"] for event in deltas) == text
    assert (done.name, done.data["message"], done.data["cut_off"]) == ("done", text, True)
    assert said(ada, done.data["conversation_id"])[1] == ("assistant", text, True)


def test_data_is_on_one_line_whatever_was_said(ada: Person, ai: FakeService) -> None:
    text = 'a\r\nb\rc\n\ndata: {"x"}\u2028\u2029\x85 \U0001f989'
    ai.then(stream_of(*text))
    with stream(ada, "one") as response:
        raw_text = response.read().decode()
    blocks = [block.split("\n") for block in raw_text.split("\n\n") if block]
    assert {block[0] for block in blocks} == {"event: delta", "event: done"}
    datas = [json.loads(block[1].removeprefix("data: ")) for block in blocks]
    assert "".join(data["text"] for data in datas[:-1]) == datas[-1]["message"] == text


def test_client_that_goes_away(ada: Person, ai: FakeService) -> None:
    gate = ai.gate()
    ai.then(stream_of("Hel", gate, "lo"))
    with stream(ada, "one") as response:
        coming = events(response)  # closes the response when it is let go
        assert next(coming) == Event("delta", {"text": "Hel"})
        gate.wait_reached()
    ai.wait_asked().wait_gone()
    (conversation,) = conversations_of(ada)
    wait_until(lambda: len(messages_of(ada, conversation["id"])) == 2)
    assert said(ada, conversation["id"]) == [("user", "one", False), ("assistant", "Hel", True)]
    answered(ada, "two", conversation["id"])


def test_comments_before_the_first_piece(bob: Person, ai: FakeService) -> None:
    gate = ai.gate()
    ai.then(after(gate, answer("Hello")))
    with stream(bob, "one") as response:
        assert response.status_code == 200
        coming = events(response)
        assert [next(coming) for _ in range(3)] == [None, None, None]
        gate.open()
        assert [event.name for event in coming if event] == ["delta", "done"]


def test_comments_between_pieces(bob: Person, ai: FakeService) -> None:
    gate = ai.gate()
    ai.then(stream_of("Hel", gate, "lo"))
    with stream(bob, "one") as response:
        coming = events(response)
        while next(coming) is None:
            pass
        assert next(coming) is None
        gate.open()
        assert [event.name for event in coming if event] == ["delta", "done"]


def test_failure_after_comments(bob: Person, ai: FakeService) -> None:
    gate = ai.gate()
    ai.then(after(gate, status(400)))
    with stream(bob, "one") as response:
        assert response.status_code == 200
        coming = events(response)
        assert next(coming) is None
        gate.open()
        (error,) = [event for event in coming if event]
        assert error.name == "error"
        assert error.data["error_code"] == "assistant_unavailable"
        assert error.data["request_id"] == response.headers["x-request-id"]
    (conversation,) = conversations_of(bob)
    assert error.data["conversation_id"] == conversation["id"]
    assert said(bob, conversation["id"]) == [("user", "one", False)]


def test_client_that_goes_away_before_the_first_piece(bob: Person, ai: FakeService) -> None:
    gate = ai.gate()
    ai.then(after(gate, answer()))
    with stream(bob, "one") as response:
        coming = events(response)  # closes the response when it is let go
        assert next(coming) is None
    ai.wait_asked().wait_gone()
    (conversation,) = conversations_of(bob)
    answered(bob, "two", conversation["id"])
    assert [role for role, _, _ in said(bob, conversation["id"])] == ["user", "user", "assistant"]


def test_server_that_is_stopped(place: Path, ai: FakeService) -> None:
    """What came is saved as cut off, for as long as that takes, be it longer than the grace."""
    gate = ai.gate()
    ai.then(stream_of("Hel", gate, "lo"))
    with EmbeddedPostgres(place / "pg") as postgres:
        url = postgres.create_database("chats")
        with chat_server(place, ai, DATABASE_URL=url, SHUTDOWN_SECONDS="1") as server:
            person = new_person(server)
            with stream(person, "one") as response, psycopg.connect(url) as other:
                coming = events(response)  # closes the response when it is let go
                assert next(coming) == Event("delta", {"text": "Hel"})
                other.execute("SELECT id FROM conversations FOR UPDATE")
                server.process.send_signal(signal.SIGTERM)
                wait_until(lambda: one_waits(url))
                server.line(event="Cancel 1 running task(s), timeout graceful shutdown exceeded")
                other.rollback()
                assert server.process.wait(PATIENCE_SECONDS) == 0
            person.client.close()
            ai.wait_asked().wait_gone()
            assert "Traceback" not in server.text()
        with chat_server(place, ai, DATABASE_URL=url) as again:
            same = of(person, again)
            (conversation,) = conversations_of(same)
            assert said(same, conversation["id"]) == [("user", "one", False), ("assistant", "Hel", True)]
            same.client.close()


def test_stream_that_ends_as_the_server_stops(place: Path, ai: FakeService) -> None:
    """An answer that is complete is saved as such, be it that the server is stopped while it is being saved."""
    gate = ai.gate()
    ai.then(stream_of("Hel", gate, "lo"))
    with EmbeddedPostgres(place / "pg") as postgres:
        url = postgres.create_database("chats")
        with chat_server(place, ai, DATABASE_URL=url, SHUTDOWN_SECONDS="60") as server:
            person = new_person(server)
            with stream(person, "one") as response, psycopg.connect(url) as other:
                coming = events(response)
                assert next(coming) == Event("delta", {"text": "Hel"})
                other.execute("SELECT id FROM conversations FOR UPDATE")
                gate.open()
                wait_until(lambda: one_waits(url))
                server.process.send_signal(signal.SIGTERM)
                server.line(event="Shutting down")
                server.line(event="Waiting for connections to close. (CTRL+C to force quit)")
                other.rollback()
                delta, done = [event for event in coming if event]
            assert delta == Event("delta", {"text": "lo"})
            assert (done.name, done.data["message"], done.data["cut_off"]) == ("done", "Hello", False)
            person.client.close()
            assert server.process.wait(PATIENCE_SECONDS) == 0
