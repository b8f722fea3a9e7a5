"""Accounts of Better Auth's users: made on first use, joined to nobody, refused when they are gone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx

from tests.backend.databases import Databases
from tests.backend.people import PASSWORD
from tests.backend.servers import PATIENCE_SECONDS, Server
from tests.better_auth.conftest import Serve
from tests.better_auth.issuers import BetterAuth, Visitor, better_auth
from tests.better_auth.tokens import another_token, bearer, claims, header, me, refusal


def test_what_a_token_says(issuer: BetterAuth, ada: Visitor) -> None:
    said = claims(ada.token())
    assert header(ada.token()).keys() == {"alg", "kid"}
    user = {"id", "email", "name", "emailVerified", "createdAt", "updatedAt"}
    assert said.keys() == {"iss", "aud", "sub", "iat", "exp", *user}
    assert (said["sub"], said["email"], said["name"]) == (ada.id, ada.email, "Ada")
    assert (said["iss"], said["aud"], said["exp"] - said["iat"]) == (issuer.url, issuer.url, 900)


def test_an_account_is_made_on_first_use(server: Server, ada: Visitor) -> None:
    first = me(server, ada.token())
    assert first.status_code == 200
    assert {**first.json(), "created_at": ""} == {
        "id": ada.id,
        "email": ada.email,
        "name": "Ada",
        "preferences": {"assistant_instructions": ""},
        "created_at": "",
    }
    assert me(server, ada.token()).json() == first.json()


def test_ten_first_requests_at_once(server: Server, ada: Visitor) -> None:
    token = ada.token()
    together = Barrier(10)

    def first_request(_: int) -> httpx.Response:
        with server.client(headers=bearer(token)) as client:
            client.get("/health/live")  # the connection is there
            together.wait(PATIENCE_SECONDS)
            return client.post(f"/api/{ada.id}/tasks", json={"title": "Arrive"})

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(first_request, range(10)))
    assert [answer.status_code for answer in answers] == [201] * 10
    tasks = httpx.get(f"{server.url}/api/{ada.id}/tasks", headers=bearer(token)).json()["items"]
    assert len(tasks) == 10


def test_a_changed_name_is_the_users_own(server: Server, nobody: httpx.Client, ada: Visitor) -> None:
    token = ada.token()
    changed = nobody.patch("/api/auth/me", json={"name": "Countess"}, headers=bearer(token))
    assert (changed.status_code, changed.json()["name"]) == (200, "Countess")
    assert me(server, another_token(ada, token)).json()["name"] == "Countess"


def test_log_out_refuses_this_token_alone(server: Server, nobody: httpx.Client, ada: Visitor) -> None:
    token = ada.token()
    other = another_token(ada, token)
    response = nobody.post("/api/auth/logout", headers=bearer(token))
    assert (response.status_code, response.content) == (204, b"")
    assert refusal(server, token) == "logged-out"
    assert nobody.post("/api/auth/logout", headers=bearer(token)).status_code == 401
    assert me(server, other).status_code == 200


def test_a_deleted_account_stays_refused(
    server: Server, nobody: httpx.Client, issuer: BetterAuth, ada: Visitor
) -> None:
    token = ada.token()
    assert nobody.post(f"/api/{ada.id}/tasks", json={"title": "Leave"}, headers=bearer(token)).status_code == 201
    assert nobody.delete("/api/auth/me", headers=bearer(token)).status_code == 204
    again = issuer.sign_in(ada)
    assert again.id == ada.id
    for refused in (token, another_token(ada, token), again.token()):
        assert refusal(server, refused) == "deleted"


def test_an_address_joins_nobody(server: Server, nobody: httpx.Client, issuer: BetterAuth, ada: Visitor) -> None:
    """Whichever account comes first, the other issuer's with the same address is another one."""
    late = issuer.sign_up("Late")
    assert me(server, ada.token()).status_code == 200
    for visitor in (ada, late):
        credentials = {"email": visitor.email, "password": PASSWORD}
        local = nobody.post("/api/auth/register", json={**credentials, "name": "Local"})
        assert local.status_code == 201
        assert local.json()["id"] != visitor.id
        token = nobody.post("/api/auth/login", json=credentials).json()["access_token"]
        made = nobody.post(f"/api/{local.json()['id']}/tasks", json={"title": "Mine"}, headers=bearer(token))
        assert made.status_code == 201
        theirs = bearer(visitor.token())
        account = nobody.get("/api/auth/me", headers=theirs).json()
        assert (account["id"], account["email"], account["name"]) == (visitor.id, visitor.email, visitor.name)
        assert nobody.get(f"/api/{visitor.id}/tasks", headers=theirs).json()["items"] == []
        assert nobody.get(f"/api/{local.json()['id']}/tasks", headers=theirs).status_code == 403
        assert nobody.get(made.headers["location"], headers=theirs).status_code == 403


def test_a_password_of_better_auth_is_none_here(nobody: httpx.Client, server: Server, ada: Visitor) -> None:
    assert me(server, ada.token()).status_code == 200
    answer = nobody.post("/api/auth/login", json={"email": ada.email, "password": PASSWORD})
    assert (answer.status_code, answer.json()["error_code"]) == (401, "invalid_credentials")


def test_session_tokens_are_named_in_the_log_alone(server: Server, ada: Visitor) -> None:
    """What the bearer plugin gives out is no JWT, and frontends send it by mistake."""
    assert refusal(server, ada.session_token) == "opaque-session-token"
    assert refusal(server, ada.signed_session_token) == "opaque-session-token"


def test_an_id_belongs_to_one_issuer(databases: Databases, serve: Serve) -> None:
    """Where ids are numbers, the first user of the next issuer is 1 again, and somebody else."""
    with better_auth(USER_IDS="serial") as old, better_auth(USER_IDS="serial") as new, databases.fresh() as url:
        ada, eve, lin = old.sign_up("Ada"), new.sign_up("Eve"), new.sign_up("Lin")
        assert (ada.id, eve.id, lin.id) == ("1", "1", "2")
        with serve(DATABASE_URL=url, **old.settings) as server:
            assert me(server, ada.token()).json()["name"] == "Ada"
            assert refusal(server, eve.token()) == "signature"
        with serve(DATABASE_URL=url, **new.settings) as server:
            assert refusal(server, eve.token()) == "taken"
            assert me(server, lin.token()).json()["name"] == "Lin"
            assert refusal(server, ada.token()) == "signature"
