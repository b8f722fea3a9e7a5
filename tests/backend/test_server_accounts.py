from contextlib import closing

import httpx
import pytest

from tests.backend.people import PASSWORD, Person, log_in, register
from tests.backend.servers import Server


def test_register(nobody: httpx.Client) -> None:
    body = {"email": "Grace.Hopper@Example.com", "password": PASSWORD, "name": "Grace"}
    response = nobody.post("/api/auth/register", json=body)
    assert response.status_code == 201
    assert response.headers["location"] == "/api/auth/me"
    user = response.json()
    assert user.keys() == {"id", "email", "name", "preferences", "created_at"}
    assert user["email"] == "grace.hopper@example.com"
    assert user["preferences"] == {"assistant_instructions": ""}
    again = nobody.post("/api/auth/register", json={**body, "email": "grace.hopper@EXAMPLE.com"})
    assert again.status_code == 409
    assert again.json()["error_code"] == "email_taken"


def test_log_in(nobody: httpx.Client) -> None:
    user = register(nobody)
    response = nobody.post("/api/auth/login", json={"email": user["email"].upper(), "password": PASSWORD})
    assert response.status_code == 200
    answer = response.json()
    assert answer.keys() == {"access_token", "token_type", "expires_in", "user"}
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 3600)
    assert answer["user"] == user
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    assert nobody.get("/api/auth/me", headers=headers).json() == user


def test_wrong_address_and_wrong_password_cannot_be_told_apart(nobody: httpx.Client) -> None:
    user = register(nobody)
    answers = [
        nobody.post("/api/auth/login", json={"email": email, "password": password})
        for email, password in ((user["email"], "wrong horse"), ("nobody@example.com", PASSWORD))
    ]
    bodies = [{**answer.json(), "request_id": ""} for answer in answers]
    headers = [{**answer.headers, "x-request-id": "", "date": ""} for answer in answers]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert bodies[0] == bodies[1]
    assert headers[0] == headers[1]
    assert bodies[0]["error_code"] == "invalid_credentials"
    assert headers[0]["www-authenticate"].startswith("Bearer")


def test_log_out_refuses_this_token_alone(server: Server, ada: Person) -> None:
    with closing(log_in(server, {"id": ada.id, "email": ada.email}).client) as other:
        response = ada.client.post("/api/auth/logout")
        assert (response.status_code, response.content) == (204, b"")
        assert ada.client.get("/api/auth/me").status_code == 401
        assert ada.client.post("/api/auth/logout").status_code == 401
        assert other.get("/api/auth/me").status_code == 200


def test_sessions(server: Server, ada: Person) -> None:
    person = {"id": ada.id, "email": ada.email}
    others = [log_in(server, person, **{"User-Agent": f"agent {number}"}) for number in range(3)]
    items = ada.client.get("/api/auth/sessions").json()["items"]
    assert [item["current"] for item in items] == [True, False, False, False]
    assert [item["user_agent"] for item in items[1:]] == ["agent 2", "agent 1", "agent 0"]
    assert ada.client.delete(f"/api/auth/sessions/{items[1]['id']}").status_code == 204
    assert [other.client.get("/api/auth/me").status_code for other in others] == [200, 200, 401]
    gone = ada.client.delete(f"/api/auth/sessions/{items[1]['id']}")
    assert (gone.status_code, gone.json()["error_code"]) == (404, "session_not_found")
    for other in others:
        other.client.close()


def test_sessions_come_in_pages(server: Server, ada: Person) -> None:
    for _ in range(2):
        log_in(server, {"id": ada.id, "email": ada.email}).client.close()
    first = ada.client.get("/api/auth/sessions", params={"limit": 2}).json()
    second = ada.client.get("/api/auth/sessions", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [len(page["items"]) for page in (first, second)] == [2, 1]
    assert second["next_cursor"] is None


def test_others_sessions_are_not_there(ada: Person, eve: Person) -> None:
    (session,) = ada.client.get("/api/auth/sessions").json()["items"]
    theirs = eve.client.delete(f"/api/auth/sessions/{session['id']}")
    missing = eve.client.delete("/api/auth/sessions/none")
    assert theirs.status_code == missing.status_code == 404
    assert {**theirs.json(), "request_id": ""} == {**missing.json(), "request_id": ""}
    assert ada.client.get("/api/auth/me").status_code == 200


@pytest.mark.parametrize("media_type", ["application/json", "application/merge-patch+json"])
def test_change_the_account(ada: Person, media_type: str) -> None:
    before = ada.client.get("/api/auth/me").json()
    headers = {"Content-Type": media_type}
    patch = b'{"preferences": {"assistant_instructions": "Answer briefly."}}'
    changed = ada.client.patch("/api/auth/me", content=patch, headers=headers)
    assert changed.status_code == 200
    assert changed.json() == {**before, "preferences": {"assistant_instructions": "Answer briefly."}}
    assert ada.client.patch("/api/auth/me", content=b"{}", headers=headers).json() == changed.json()
    assert ada.client.patch("/api/auth/me", content=b'{"name": null}', headers=headers).status_code == 422


def test_delete_the_account(server: Server, ada: Person) -> None:
    user = {"id": ada.id, "email": ada.email}
    other = log_in(server, user)
    ada.make_task()
    assert ada.client.delete("/api/auth/me").status_code == 204
    assert ada.client.get("/api/auth/me").status_code == 401
    assert other.client.get(ada.tasks).status_code == 401
    credentials = {"email": ada.email, "password": PASSWORD}
    assert other.client.post("/api/auth/login", json=credentials).status_code == 401
    assert other.client.post("/api/auth/register", json={**credentials, "name": "New"}).status_code == 201
    with closing(log_in(server, user).client) as new:
        assert new.get("/api/auth/me").json()["id"] != ada.id
    other.client.close()


def test_anonymous(nobody: httpx.Client, ada: Person) -> None:
    for method, path in (
        ("GET", "/api/auth/me"),
        ("GET", ada.tasks),
        ("PUT", f"{ada.tasks}/1"),
        ("GET", "/api/x/tasks"),
    ):
        response = nobody.request(method, path, content=b"not JSON")
        assert response.status_code == 401
        assert response.headers["www-authenticate"].startswith("Bearer")
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["error_code"] == "unauthorized"


def test_refused_tokens_are_named_in_the_log_alone(server: Server, nobody: httpx.Client, ada: Person) -> None:
    header, claims, signature = ada.token.split(".")
    for reason, token in {
        "opaque-session-token": "Wm9Hk2",
        "malformed": "a.b.c",
        "signature": f"{header}.{claims}.{signature[:-2]}AA",
        "algorithm": f"eyJhbGciOiJub25lIn0.{claims}.",
    }.items():
        response = nobody.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"})
        assert response.status_code == 401
        assert reason not in response.text
        line = server.line(request_id=response.headers["x-request-id"])
        assert line["refused"] == reason


def test_the_log_knows_who_it_was(server: Server, ada: Person) -> None:
    response = ada.client.get(ada.tasks, params={"q": "sentinel"})
    line = server.line(request_id=response.headers["x-request-id"])
    assert (line["user_id"], line["route"]) == (ada.id, "/api/{user_id}/tasks")
    assert "sentinel" not in str(line)
