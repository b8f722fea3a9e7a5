"""Many chats at once, and a server that dies: the rest of the API answers meanwhile, and what was said is there."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from backend.embedded import EmbeddedPostgres
from tests.backend.chats import answered, chat_server, conversations_of, events, said, streamed
from tests.backend.conftest import open_place
from tests.backend.people import Person, new_person
from tests.backend.servers import Server
from tests.backend.upstream import FakeService, fake_service
from tests.backend.upstream_answers import after, answer

CHATS = 50


@pytest.fixture
def place() -> Iterator[Path]:
    with open_place() as place:
        yield place


@pytest.fixture
def ai() -> Iterator[FakeService]:
    with fake_service() as service:
        yield service


def test_fifty_at_once(place: Path, ai: FakeService) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(chat_server(place, ai))
        talker, other = new_talker(stack, server), new_person(server, "Eve")
        gate = ai.gate()
        ai.otherwise = after(gate, answer("Hello"))
        threads = stack.enter_context(ThreadPoolExecutor(CHATS))
        stack.callback(gate.open)  # whatever fails, nobody waits for ever
        chats = [threads.submit(chat, talker, number) for number in range(CHATS)]
        ai.wait_asked(CHATS)
        for _ in range(20):
            use_the_rest(other)
        assert len(conversations_of(talker)) == CHATS  # what they said is saved already
        assert not any(chat.done() for chat in chats)
        gate.open()
        assert {chat.result() for chat in chats} == {"Hello"}
        for conversation in conversations_of(talker):
            user, assistant = said(talker, conversation["id"])
            assert (user[1], assistant) == (conversation["title"], ("assistant", "Hello", False))
        other.client.close()


def test_chats_that_wait_hold_no_connection(place: Path, ai: FakeService) -> None:
    """One connection to the database serves everybody, one after the other, while all chats wait."""
    with ExitStack() as stack:
        server = stack.enter_context(chat_server(place, ai, DATABASE_POOL_SIZE="1"))
        talker, other = new_talker(stack, server), new_person(server, "Eve")
        gates = [ai.gate() for _ in range(CHATS)]
        ai.then(*(after(gate, answer("Hello")) for gate in gates))
        threads = stack.enter_context(ThreadPoolExecutor(CHATS))
        for gate in gates:
            stack.callback(gate.open)
        chats = []
        for number, gate in enumerate(gates):
            chats.append(threads.submit(chat, talker, number))
            gate.wait_reached()
        for _ in range(5):
            use_the_rest(other)
        for waiting, gate in zip(chats, gates, strict=True):
            assert not waiting.done()
            use_the_rest(other)
            gate.open()
            assert waiting.result() == "Hello"
        other.client.close()


def new_talker(stack: ExitStack, server: Server) -> Person:
    """Make a user who can hold all chats at once."""
    person = new_person(server)
    limits = httpx.Limits(max_connections=CHATS + 10)
    client = stack.enter_context(server.client(headers=person.client.headers, limits=limits))
    person.client.close()
    return replace(person, client=client)


def chat(person: Person, number: int) -> str:
    """Return the answer to a message; every other one is streamed."""
    reply = answered(person, f"{number}") if number % 2 else streamed(person, f"{number}")[-1].data
    return str(reply.get("message"))


def use_the_rest(person: Person) -> None:
    task = person.make_task().headers["location"]
    for path in (task, person.tasks, "/health/ready"):
        assert person.client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["chat", "chat/stream"])
def test_server_that_is_killed_before_the_answer(place: Path, ai: FakeService, path: str) -> None:
    gate = ai.gate()
    ai.then(after(gate, answer()))
    with chat_server(place, ai) as server, ThreadPoolExecutor() as threads:
        person = new_person(server)
        waiting = threads.submit(person.client.post, f"/api/{person.id}/{path}", json={"message": "one"})
        ai.wait_asked()
        server.process.kill()
        assert server.process.wait() == -signal.SIGKILL
        assert isinstance(waiting.exception(), httpx.TransportError)
        person.client.close()
        with chat_server(place, ai) as again:
            same = replace(person, client=again.client(headers=person.client.headers))
            (conversation,) = conversations_of(same)
            assert said(same, conversation["id"]) == [("user", "one", False)]
            answered(same, "two", conversation["id"])
            assert [role for role, _, _ in said(same, conversation["id"])] == ["user", "user", "assistant"]
            same.client.close()


@pytest.mark.parametrize("path", ["chat", "chat/stream"])
def test_database_that_is_gone_when_the_answer_comes(place: Path, ai: FakeService, path: str) -> None:
    """A problem as everywhere, or an `error` at the end of the stream: an answer that is not saved was not given."""
    gate = ai.gate()
    ai.then(after(gate, answer("Hello")))
    with ExitStack() as stack:
        postgres = stack.enter_context(EmbeddedPostgres(place / "pg"))
        url = postgres.create_database("chats")
        server = stack.enter_context(chat_server(place, ai, DATABASE_URL=url))
        threads = stack.enter_context(ThreadPoolExecutor())
        stack.callback(gate.open)
        person = new_person(server)
        waiting = threads.submit(person.client.post, f"/api/{person.id}/{path}", json={"message": "one"})
        ai.wait_asked()
        postgres.stop()
        gate.open()
        if path == "chat":
            lost = waiting.result()
            assert (lost.status_code, lost.json()["error_code"]) == (503, "service_unavailable")
            assert int(lost.headers["retry-after"]) >= 1
        else:
            *_, error = [event for event in events(waiting.result()) if event]
            assert (error.name, error.data["error_code"]) == ("error", "assistant_unavailable")
            server.line(event="an answer could not be saved")
        postgres.start()
        (conversation,) = conversations_of(person)
        assert said(person, conversation["id"]) == [("user", "one", False)]
        answered(person, "two", conversation["id"])
        person.client.close()
        assert "Hello" not in server.text()
