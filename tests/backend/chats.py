"""Chats with a running server: what is said, what is listed, and the events of streamed answers."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.backend.people import Person
from tests.backend.servers import Server, running_server
from tests.backend.upstream import FakeService


@contextmanager
def chat_server(folder: Path, service: FakeService, **variables: str) -> Iterator[Server]:
    """Serve with the fake behind its chat, and with the patience to wait for a slow test."""
    ai = {
        "AI_BASE_URL": f"{service.url}/v1",
        "AI_MODEL": "fake",
        "AI_TIMEOUT_SECONDS": "300",
        "AI_TOTAL_SECONDS": "300",
        "STREAM_KEEP_ALIVE_SECONDS": "300",
    }
    with running_server(folder, **{**ai, **variables}) as server:
        yield server


@dataclass(frozen=True)
class Event:
    name: str
    data: dict[str, Any]


def events(response: httpx.Response) -> Iterator[Event | None]:
    """Read the events of a stream; None stands for a comment."""
    fields: dict[str, str] = {}
    for line in response.iter_lines():
        name, _, value = line.partition(": ")
        if not line and fields:
            yield Event(fields["event"], json.loads(fields["data"]))
            fields = {}
        elif line.startswith(":"):
            yield None
        elif line:
            fields[name] = value


def body_of(text: str, conversation: str | None = None) -> dict[str, str]:
    return {"message": text} if conversation is None else {"message": text, "conversation_id": conversation}


def say(person: Person, text: str, conversation: str | None = None) -> httpx.Response:
    return person.client.post(f"/api/{person.id}/chat", json=body_of(text, conversation))


def answered(person: Person, text: str, conversation: str | None = None) -> dict[str, Any]:
    """Return the reply, of which there is one."""
    response = say(person, text, conversation)
    assert response.status_code == 200, response.text
    reply: dict[str, Any] = response.json()
    return reply


def stream(person: Person, text: str, conversation: str | None = None) -> AbstractContextManager[httpx.Response]:
    return person.client.stream("POST", f"/api/{person.id}/chat/stream", json=body_of(text, conversation))


def streamed(person: Person, text: str, conversation: str | None = None) -> list[Event]:
    """Return all events of an answer."""
    with stream(person, text, conversation) as response:
        assert response.status_code == 200, response.read()
        return [event for event in events(response) if event]


def conversations_of(person: Person) -> list[dict[str, Any]]:
    response = person.client.get(f"/api/{person.id}/conversations", params={"limit": 100})
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


def messages_of(person: Person, conversation: str) -> list[dict[str, Any]]:
    path = f"/api/{person.id}/conversations/{conversation}/messages"
    response = person.client.get(path, params={"limit": 100})
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


def said(person: Person, conversation: str) -> list[tuple[str, str, bool]]:
    """Return who said what, and whether it was cut off."""
    return [(item["role"], item["content"], item["cut_off"]) for item in messages_of(person, conversation)]


def check_unavailable(response: httpx.Response) -> str:
    """Return the conversation that the problem names."""
    assert (response.status_code, response.headers["content-type"]) == (503, "application/problem+json")
    problem = response.json()
    assert problem["error_code"] == "assistant_unavailable"
    assert problem["request_id"] == response.headers["x-request-id"]
    assert 1 <= int(response.headers["retry-after"]) <= 86_400
    conversation: str = problem["conversation_id"]
    return conversation


def of(person: Person, server: Server) -> Person:
    """Return the same user at another server on the same database."""
    return replace(person, client=server.client(headers=person.client.headers))


def one_waits(url: str) -> bool:
    """Tell whether a statement waits for a row."""
    with psycopg.connect(url) as connection:
        query = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return connection.execute(query).fetchone() is not None
