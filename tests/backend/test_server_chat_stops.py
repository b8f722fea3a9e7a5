"""Answers that end for reasons of the server's own: every stream is told, and nobody waits for ever."""

import signal
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import psycopg
import pytest

from backend.embedded import EmbeddedPostgres
from tests.backend.chats import (
    Event,
    answered,
    chat_server,
    check_unavailable,
    conversations_of,
    events,
    of,
    one_waits,
    said,
    say,
    stream,
)
from tests.backend.conftest import open_place
from tests.backend.embedded_app import wait_until
from tests.backend.people import Person, new_person
from tests.backend.servers import PATIENCE_SECONDS, Server
from tests.backend.upstream import FakeService, fake_service
from tests.backend.upstream_answers import after, answer
from tests.backend.upstream_answers import stream as stream_of

LONG_GRACE = "3600"  # whoever waits for its end does not come back within the patience of a test
BROKEN = """
    CREATE FUNCTION break_down() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken by a test'; END $$;
    CREATE TRIGGER break_down BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION break_down();
"""


@pytest.fixture
def place() -> Iterator[Path]:
    with open_place() as place:
        yield place


@pytest.fixture
def ai() -> Iterator[FakeService]:
    with fake_service() as service:
        yield service


@pytest.fixture
def postgres(place: Path) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(place / "pg") as postgres:
        yield postgres


def faults(server: Server) -> list[tuple[str, bool]]:
    """Return what the log warns of or worse, and whether it shows a traceback with it."""
    serious = [line for line in server.log() if line["level"] in ("warning", "error", "critical")]
    return [(line["event"], "exception" in line) for line in serious]


def check_error(event: Event | None, conversation: str) -> None:
    assert event is not None
    assert (event.name, event.data["error_code"]) == ("error", "assistant_unavailable")
    assert event.data["conversation_id"] == conversation


def test_answer_when_the_database_is_gone(place: Path, ai: FakeService, postgres: EmbeddedPostgres) -> None:
    gate = ai.gate()
    ai.then(stream_of("Hel", gate, "lo"))
    with chat_server(place, ai, DATABASE_URL=postgres.create_database("chats")) as server:
        person = new_person(server)
        with stream(person, "one") as response:
            coming = events(response)
            assert next(coming) == Event("delta", {"text": "Hel"})
            (conversation,) = conversations_of(person)
            postgres.stop()
            gate.open()
            assert next(coming) == Event("delta", {"text": "lo"})
            check_error(next(coming), conversation["id"])
            assert list(coming) == []
        person.client.close()
    assert faults(server) == [("an answer could not be saved", False)]


def test_answer_that_the_database_refuses(place: Path, ai: FakeService, postgres: EmbeddedPostgres) -> None:
    gate = ai.gate()
    ai.then(stream_of("Hel", gate, "lo"))
    url = postgres.create_database("chats")
    with chat_server(place, ai, DATABASE_URL=url) as server:
        person = new_person(server)
        with stream(person, "one") as response:
            coming = events(response)
            assert next(coming) == Event("delta", {"text": "Hel"})
            (conversation,) = conversations_of(person)
            with psycopg.connect(url) as other:
                other.execute(BROKEN)
            gate.open()
            assert next(coming) == Event("delta", {"text": "lo"})
            check_error(next(coming), conversation["id"])
            assert list(coming) == []
        assert said(person, conversation["id"]) == [("user", "one", False)]
        person.client.close()
    assert faults(server) == [("an answer could not be saved", True)]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_chats_that_wait_when_the_server_stops(
    place: Path, ai: FakeService, postgres: EmbeddedPostgres, workers: str
) -> None:
    """Each client has a connection of its own, so that with luck every worker has some of them."""
    url = postgres.create_database("chats")
    with ExitStack() as stack:
        options = {"DATABASE_URL": url, "WORKERS": workers, "SHUTDOWN_SECONDS": LONG_GRACE}
        server = stack.enter_context(chat_server(place, ai, **options))
        person = new_person(server)
        gate = ai.gate()
        stack.callback(gate.open)
        streams = []
        for number in range(4):
            ai.then(stream_of("Hel", gate, "lo"))
            response = stack.enter_context(stream(alone(stack, person, server), f"stream {number}"))
            coming = events(response)
            assert next(coming) == Event("delta", {"text": "Hel"})
            streams.append(coming)
        ai.otherwise = after(gate, answer("Hello"))
        threads = stack.enter_context(ThreadPoolExecutor(8))
        waiting = [threads.submit(say, alone(stack, person, server), f"chat {number}") for number in range(4)]
        silent = [threads.submit(begin, alone(stack, person, server), f"silent {number}") for number in range(4)]
        ai.wait_asked(12)
        server.process.send_signal(signal.SIGTERM)
        for coming in streams:
            error, *rest = coming
            assert error is not None
            check_error(error, error.data["conversation_id"])
            assert rest == []
        check_all_unavailable([*waiting, *silent])
        person.client.close()
        assert server.process.wait(PATIENCE_SECONDS) == 0
    assert faults(server) == []
    check_saved(place, ai, url, person)


def alone(stack: ExitStack, person: Person, server: Server) -> Person:
    same = of(person, server)
    stack.callback(same.client.close)
    return same


def begin(person: Person, text: str) -> httpx.Response:
    """Ask for a stream, of which nothing comes."""
    with stream(person, text) as response:
        response.read()
        return response


def check_all_unavailable(waiting: list[Future[httpx.Response]]) -> None:
    responses = [future.result(PATIENCE_SECONDS) for future in waiting]
    assert len({check_unavailable(response) for response in responses}) == len(waiting)


def check_saved(place: Path, ai: FakeService, url: str, person: Person) -> None:
    """Each question is there, and of the streams what came of them."""
    with chat_server(place, ai, DATABASE_URL=url) as server:
        same = of(person, server)
        for conversation in conversations_of(same):
            question = ("user", conversation["title"], False)
            part = [("assistant", "Hel", True)] if conversation["title"].startswith("stream") else []
            assert said(same, conversation["id"]) == [question, *part]
        assert len(conversations_of(same)) == 12
        same.client.close()


def test_request_that_is_not_done_within_the_grace(place: Path, ai: FakeService, postgres: EmbeddedPostgres) -> None:
    url = postgres.create_database("chats")
    with chat_server(place, ai, DATABASE_URL=url, SHUTDOWN_SECONDS="1") as server:
        person = new_person(server)
        conversation = answered(person, "one")["conversation_id"]
        with ThreadPoolExecutor(1) as threads, psycopg.connect(url) as other:
            other.execute("SELECT id FROM conversations FOR UPDATE")
            waiting = threads.submit(say, person, "two", conversation)
            wait_until(lambda: one_waits(url))
            server.process.send_signal(signal.SIGTERM)
            response = waiting.result(PATIENCE_SECONDS)
        assert (response.status_code, response.headers["content-type"]) == (503, "application/problem+json")
        assert response.json()["error_code"] == "service_unavailable"
        assert int(response.headers["retry-after"]) >= 1
        person.client.close()
        assert server.process.wait(PATIENCE_SECONDS) == 0
    assert ("Cancel 1 running task(s), timeout graceful shutdown exceeded", False) in faults(server)
    assert "Traceback" not in server.text()
