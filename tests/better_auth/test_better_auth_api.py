"""Every group of the API, with tokens of Better Auth."""

from collections.abc import Iterator

import pytest

from tests.backend.people import Person
from tests.backend.servers import Server
from tests.better_auth.issuers import BetterAuth, Visitor


def arrive(server: Server, visitor: Visitor) -> Person:
    token = visitor.token()
    return Person(visitor.id, visitor.email, token, server.client(headers={"Authorization": f"Bearer {token}"}))


@pytest.fixture
def ada_here(server: Server, ada: Visitor) -> Iterator[Person]:
    person = arrive(server, ada)
    yield person
    person.client.close()


@pytest.fixture
def eve_here(server: Server, issuer: BetterAuth) -> Iterator[Person]:
    person = arrive(server, issuer.sign_up("Eve"))
    yield person
    person.client.close()


def test_account(ada_here: Person) -> None:
    api = ada_here.client
    before = api.get("/api/auth/me").json()
    preferences = {"assistant_instructions": "Answer briefly."}
    changed = api.patch("/api/auth/me", json={"preferences": preferences})
    assert (changed.status_code, changed.json()) == (200, {**before, "preferences": preferences})
    assert api.get("/api/auth/me").json() == changed.json()


def test_sessions_are_better_auths(ada_here: Person) -> None:
    """This backend has begun none for them, so there is none to list or to revoke."""
    api = ada_here.client
    page = api.get("/api/auth/sessions")
    assert (page.status_code, page.json()) == (200, {"items": [], "next_cursor": None})
    assert api.delete("/api/auth/sessions/none").status_code == 404
    assert api.get("/api/auth/me").status_code == 200


def test_tasks(ada_here: Person) -> None:
    api = ada_here.client
    made = ada_here.make_task(title="Write", priority="high")
    ada_here.make_task(title="Read")
    url, etag = made.headers["location"], made.headers["etag"]
    assert api.get(url).json() == made.json()
    assert api.get(url, headers={"If-None-Match": etag}).status_code == 304
    assert api.patch(url, json={"description": "Soon"}).json()["description"] == "Soon"
    assert api.patch(f"{url}/complete").json()["completed"] is True
    assert api.patch(url, json={"title": "Late"}, headers={"If-Match": etag}).status_code == 412
    replaced = api.put(url, json={"title": "Write it", "description": "", "completed": True, "priority": "low"})
    assert (replaced.status_code, replaced.json()["priority"]) == (200, "low")
    for query, titles in (
        ({"completed": "true"}, ["Write it"]),
        ({"priority": "medium"}, ["Read"]),
        ({"q": "WRITE"}, ["Write it"]),
        ({"sort": "title"}, ["Read", "Write it"]),
    ):
        assert [item["title"] for item in api.get(ada_here.tasks, params=query).json()["items"]] == titles
    assert api.delete(url).status_code == 204
    assert api.get(url).status_code == 404


def test_chat(ada_here: Person) -> None:
    api, base = ada_here.client, f"/api/{ada_here.id}"
    ada_here.make_task(title="Write the contract")
    sent = api.post(f"{base}/chat", json={"message": "Find contract"})
    assert sent.status_code == 200, sent.text
    assert "Write the contract" in sent.json()["message"]
    conversation = f"{base}/conversations/{sent.json()['conversation_id']}"
    more = {"message": "And now?", "conversation_id": sent.json()["conversation_id"]}
    assert api.post(f"{base}/chat", json=more).json()["conversation_id"] == more["conversation_id"]
    with api.stream("POST", f"{base}/chat/stream", json=more) as stream:
        assert stream.status_code == 200
        assert "event: done" in stream.read().decode()
    listed = api.get(f"{base}/conversations").json()["items"]
    assert listed == [api.get(conversation).json()]
    messages = api.get(f"{conversation}/messages").json()["items"]
    assert [message["role"] for message in messages] == ["user", "assistant"] * 3
    assert messages[1]["content"] == sent.json()["message"]
    assert api.delete(conversation).status_code == 204
    assert api.get(conversation).status_code == 404


def test_user_does_not_see_other(ada_here: Person, eve_here: Person) -> None:
    task = ada_here.make_task(title="Secret").headers["location"]
    for path in (ada_here.tasks, task, f"{ada_here.tasks}/none", f"/api/{ada_here.id}/conversations"):
        answer = eve_here.client.get(path)
        assert (answer.status_code, answer.json()["error_code"]) == (403, "forbidden")
    chat = eve_here.client.post(f"/api/{ada_here.id}/chat", json={"message": "Secret?"})
    assert chat.status_code == 403
    theirs = eve_here.client.get(task.replace(ada_here.id, eve_here.id))
    missing = eve_here.client.get(f"{eve_here.tasks}/none")
    assert theirs.status_code == missing.status_code == 404
    assert {**theirs.json(), "request_id": ""} == {**missing.json(), "request_id": ""}
    assert eve_here.client.get(eve_here.tasks).json()["items"] == []


def test_another_users_conversation_is_not_there(ada_here: Person, eve_here: Person) -> None:
    sent = ada_here.client.post(f"/api/{ada_here.id}/chat", json={"message": "What is due?"})
    assert sent.status_code == 200, sent.text
    conversation_id = sent.json()["conversation_id"]
    for method, path in (
        ("GET", f"/conversations/{conversation_id}"),
        ("GET", f"/conversations/{conversation_id}/messages"),
        ("DELETE", f"/conversations/{conversation_id}"),
    ):
        answer = eve_here.client.request(method, f"/api/{eve_here.id}{path}")
        assert (answer.status_code, answer.json()["error_code"]) == (404, "conversation_not_found")
    going_on = {"message": "And mine?", "conversation_id": conversation_id}
    assert eve_here.client.post(f"/api/{eve_here.id}/chat", json=going_on).status_code == 404
    assert ada_here.client.get(f"/api/{ada_here.id}/conversations").json()["items"] != []
