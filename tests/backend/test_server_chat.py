"""Chat: what is said is saved, answered and listed, for its user alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.backend.chats import answered, chat_server, conversations_of, messages_of, said, say, stream, streamed
from tests.backend.conftest import open_place
from tests.backend.people import Person, new_person
from tests.backend.servers import Server
from tests.backend.upstream import FakeService, fake_service
from tests.backend.upstream_answers import after, answer, completion, page
from tests.backend.upstream_answers import stream as stream_of

GONE = "01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3"
HISTORY = 5
SECRETS = ("wolverine", "porcupine", "capybara")
"""What was said, answered and wished for here; no log line may have it."""


@pytest.fixture(scope="module")
def service() -> Iterator[FakeService]:
    with fake_service() as service:
        yield service


@pytest.fixture(scope="module")
def server(service: FakeService) -> Iterator[Server]:
    with open_place() as place:
        with chat_server(place, service, AI_HISTORY_MESSAGES=str(HISTORY), MAX_BODY_BYTES="50000") as server:
            yield server
        assert [line for line in server.log() if line["level"] in ("error", "critical")] == []
        assert [word for word in SECRETS if word in server.text()] == []


@pytest.fixture
def ai(service: FakeService) -> Iterator[FakeService]:
    service.asked.clear()
    yield service
    service.otherwise = answer()


def problem(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["request_id"] == response.headers["x-request-id"]
    return response.status_code, response.json()["error_code"]


def turns_of(asked: Any) -> list[tuple[str, str]]:
    """Return what the service was shown of the conversation."""
    return [(item["role"], item["content"]) for item in asked.body["messages"] if item["role"] != "system"]


def test_first_message(ada: Person, ai: FakeService) -> None:
    ai.otherwise = answer("A capybara.")
    reply = answered(ada, "\n  What is a   wolverine?\nAnd why?")
    assert set(reply) == {"message", "conversation_id", "timestamp", "message_id", "cut_off"}
    assert (reply["message"], reply["cut_off"]) == ("A capybara.", False)
    (conversation,) = conversations_of(ada)
    assert conversation["id"] == reply["conversation_id"]
    assert conversation["title"] == "What is a wolverine?"
    assert conversation["updated_at"] == reply["timestamp"]
    assert ada.client.get(f"/api/{ada.id}/conversations/{conversation['id']}").json() == conversation
    question, answer_ = messages_of(ada, conversation["id"])
    assert (question["role"], question["content"]) == ("user", "\n  What is a   wolverine?\nAnd why?")
    assert answer_ == {
        "id": reply["message_id"],
        "role": "assistant",
        "content": "A capybara.",
        "cut_off": False,
        "created_at": reply["timestamp"],
    }


def test_what_the_service_is_shown(ada: Person, ai: FakeService) -> None:
    wishes = {"preferences": {"assistant_instructions": "Answer as a porcupine."}}
    assert ada.client.patch("/api/auth/me", json=wishes).status_code == 200
    conversation = None
    for number in range(4):
        ai.then(answer(f"answer {number}"))
        conversation = answered(ada, f"question {number}", conversation)["conversation_id"]
    assert conversation is not None
    shown = ai.asked[-1].body
    assert shown["model"] == "fake"
    system = "\n".join(item["content"] for item in shown["messages"] if item["role"] == "system")
    assert "You are the assistant of a task list." in system
    assert "Answer as a porcupine." in system
    assert [item["role"] for item in shown["messages"]].index("user") >= 1
    everything = [(role, content) for role, content, _ in said(ada, conversation)]
    assert turns_of(ai.asked[-1]) == everything[:-1][-HISTORY:]
    assert turns_of(ai.asked[0]) == [("user", "question 0")]
    assert ada.id not in ai.asked[0].raw.decode()


def test_stream_is_shown_the_same(ada: Person, ai: FakeService) -> None:
    conversation = answered(ada, "one")["conversation_id"]
    streamed(ada, "two", conversation)
    assert turns_of(ai.asked[1]) == [(role, content) for role, content, _ in said(ada, conversation)][:-1]


def test_two_at_once(ada: Person, ai: FakeService) -> None:
    conversation = answered(ada, "begin")["conversation_id"]
    gate = ai.gate()
    ai.otherwise = after(gate, answer())
    with ThreadPoolExecutor() as threads:
        replies = [threads.submit(answered, ada, text, conversation) for text in ("left", "right")]
        ai.wait_asked(3)
        gate.open()
        assert {reply.result()["conversation_id"] for reply in replies} == {conversation}
    messages = messages_of(ada, conversation)
    assert [message["role"] for message in messages] == ["user", "assistant", "user", "user", "assistant", "assistant"]
    first, second = messages[2]["content"], messages[3]["content"]
    assert {first, second} == {"left", "right"}
    before = [("user", "begin"), ("assistant", messages[1]["content"])]
    expected = [[*before, ("user", first)], [*before, ("user", first), ("user", second)]]
    assert sorted([turns_of(asked) for asked in ai.asked[1:]], key=len) == expected
    assert sorted(message["created_at"] for message in messages) == [message["created_at"] for message in messages]


BROKEN: list[tuple[dict[str, Any], tuple[int, str]]] = [
    ({"content": b"{", "headers": {"Content-Type": "application/json"}}, (400, "malformed_json")),
    ({"json": {}}, (422, "validation_failed")),
    ({"json": {"message": ""}}, (422, "validation_failed")),
    ({"json": {"message": "a" * 4001}}, (422, "validation_failed")),
    ({"json": {"message": "a\0"}}, (422, "validation_failed")),
    ({"json": {"message": "a", "conversation_id": ""}}, (422, "validation_failed")),
    ({"json": {"message": "a", "conversation_id": 7}}, (422, "validation_failed")),
    ({"json": {"message": "a", "more": 1}}, (422, "validation_failed")),
    ({"content": b"a", "headers": {"Content-Type": "text/plain"}}, (415, "unsupported_media_type")),
    ({"json": {"message": "a" * 60_000}}, (413, "content_too_large")),
    ({"json": {"message": "a", "conversation_id": GONE}}, (404, "conversation_not_found")),
    ({"json": {"message": "a", "conversation_id": "no uuid"}}, (404, "conversation_not_found")),
]


@pytest.mark.parametrize("operation", ["chat", "chat/stream"])
@pytest.mark.parametrize(("request_", "expected"), BROKEN)
def test_refused_messages(
    ada: Person, ai: FakeService, operation: str, request_: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert problem(ada.client.post(f"/api/{ada.id}/{operation}", **request_)) == expected
    assert (conversations_of(ada), ai.asked) == ([], [])


OPERATIONS = [
    ("POST", "chat"),
    ("POST", "chat/stream"),
    ("GET", "conversations"),
    ("GET", f"conversations/{GONE}"),
    ("DELETE", f"conversations/{GONE}"),
    ("GET", f"conversations/{GONE}/messages"),
]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_anonymous_and_another_user(ada: Person, eve: Person, nobody: httpx.Client, method: str, path: str) -> None:
    assert problem(nobody.request(method, f"/api/{ada.id}/{path}", content=b"{")) == (401, "unauthorized")
    assert problem(eve.client.request(method, f"/api/{ada.id}/{path}", content=b"{")) == (403, "forbidden")
    assert conversations_of(ada) == []


def test_pages(ada: Person) -> None:
    begun = [answered(ada, str(number))["conversation_id"] for number in range(3)]
    path = f"/api/{ada.id}/conversations"
    first = ada.client.get(path, params={"limit": 2}).json()
    second = ada.client.get(path, params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [item["id"] for item in first["items"] + second["items"]] == begun[::-1]
    assert second["next_cursor"] is None
    messages = ada.client.get(f"{path}/{begun[0]}/messages", params={"limit": 1}).json()
    rest = ada.client.get(f"{path}/{begun[0]}/messages", params={"cursor": messages["next_cursor"]}).json()
    assert messages["items"] + rest["items"] == messages_of(ada, begun[0])
    for wrong, cursor in (
        (f"{path}/{begun[1]}/messages", messages["next_cursor"]),
        (f"{path}/{begun[0]}/messages", first["next_cursor"]),
        (path, messages["next_cursor"]),
        (ada.tasks, first["next_cursor"]),
        (path, "A"),
    ):
        response = ada.client.get(wrong, params={"cursor": cursor})
        assert problem(response) == (422, "validation_failed")
        assert response.json()["errors"][0]["pointer"] == "/cursor"
    for wrong in (path, f"{path}/{begun[0]}/messages"):
        for limit in ("0", "101", "x"):
            assert problem(ada.client.get(wrong, params={"limit": limit})) == (422, "validation_failed")


def test_delete(ada: Person) -> None:
    conversation = answered(ada, "one")["conversation_id"]
    path = f"/api/{ada.id}/conversations/{conversation}"
    deleted = ada.client.delete(path)
    assert (deleted.status_code, deleted.content) == (204, b"")
    for response in (
        ada.client.delete(path),
        ada.client.get(path),
        ada.client.get(f"{path}/messages"),
        say(ada, "two", conversation),
    ):
        assert problem(response) == (404, "conversation_not_found")
    assert conversations_of(ada) == []


def test_user_does_not_see_other(ada: Person, eve: Person, ai: FakeService) -> None:
    conversation = answered(ada, "one")["conversation_id"]
    before = messages_of(ada, conversation)
    of_eve = f"/api/{eve.id}/conversations"
    for theirs, missing in (
        (eve.client.get(f"{of_eve}/{conversation}"), eve.client.get(f"{of_eve}/{GONE}")),
        (eve.client.get(f"{of_eve}/{conversation}/messages"), eve.client.get(f"{of_eve}/{GONE}/messages")),
        (eve.client.delete(f"{of_eve}/{conversation}"), eve.client.delete(f"{of_eve}/{GONE}")),
        (say(eve, "two", conversation), say(eve, "two", GONE)),
    ):
        assert problem(theirs) == problem(missing) == (404, "conversation_not_found")
        assert {**theirs.json(), "request_id": ""} == {**missing.json(), "request_id": ""}
    with stream(eve, "two", conversation) as response:
        response.read()
        assert problem(response) == (404, "conversation_not_found")
    assert conversations_of(eve) == []
    assert messages_of(ada, conversation) == before
    assert len(ai.asked) == 1


def test_account_that_is_deleted(server: Server) -> None:
    person = new_person(server)
    answered(person, "one")
    assert person.client.delete("/api/auth/me").status_code == 204
    assert problem(person.client.get(f"/api/{person.id}/conversations")) == (401, "unauthorized")
    person.client.close()


def test_conversation_that_is_deleted_while_it_is_answered(ada: Person, ai: FakeService) -> None:
    gate = ai.gate()
    ai.then(after(gate, answer()))
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(say, ada, "one")
        gate.wait_reached()
        (conversation,) = conversations_of(ada)
        assert ada.client.delete(f"/api/{ada.id}/conversations/{conversation['id']}").status_code == 204
        gate.open()
        assert problem(waiting.result()) == (404, "conversation_not_found")
    assert conversations_of(ada) == []


def test_conversation_that_is_deleted_while_it_is_streamed(ada: Person, ai: FakeService) -> None:
    gate = ai.gate()
    ai.then(stream_of("Hel", gate, "lo"))
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(streamed, ada, "one")
        gate.wait_reached()
        (conversation,) = conversations_of(ada)
        assert ada.client.delete(f"/api/{ada.id}/conversations/{conversation['id']}").status_code == 204
        gate.open()
        *deltas, last = waiting.result()
    assert [event.data["text"] for event in deltas] == ["Hel", "lo"]
    assert (last.name, last.data["error_code"]) == ("error", "assistant_unavailable")
    assert last.data["detail"] == "The conversation was deleted."


@pytest.mark.parametrize(
    ("whole", "text"), [(completion("a" * 20_000), "a" * 16_000), (completion("Hel", finish="length"), "Hel")]
)
def test_answer_that_is_cut_off(ada: Person, ai: FakeService, whole: bytes, text: str) -> None:
    ai.then(page(whole))
    reply = answered(ada, "one")
    assert (reply["message"], reply["cut_off"]) == (text, True)
    assert said(ada, reply["conversation_id"])[1] == ("assistant", text, True)
