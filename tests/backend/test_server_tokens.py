"""Tokens that are signed with the shared secret, as people sign them beside Better Auth, on a real server."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.backend.attacks import with_secret
from tests.backend.conftest import open_place
from tests.backend.people import Person, new_person
from tests.backend.servers import SECRET, Server, running_server

ME = "/api/auth/me"
ISSUER = "https://app.example.com"
Come = Callable[..., httpx.Response]


def token(**claims: Any) -> str:
    now = int(time.time())
    return with_secret({"iat": now, "exp": now + 900, **claims}, SECRET.encode())


def come(server: Server, bearer: str, method: str = "GET", path: str = ME) -> httpx.Response:
    with server.client(headers={"Authorization": f"Bearer {bearer}"}) as client:
        return client.request(method, path)


def word(server: Server, response: httpx.Response) -> str:
    assert response.status_code == 401
    return str(server.line(event="request", request_id=response.headers["x-request-id"])["refused"])


@pytest.fixture(scope="module")
def strict_server() -> Iterator[Server]:
    """Serve with everything set that can be, but an address for public keys."""
    settings = {"AUTH_ISSUER": ISSUER, "AUTH_AUDIENCE": "handfast-api", "AUTH_USER_CLAIM": "user.id"}
    with open_place() as place, running_server(place, **settings) as server:
        yield server


def test_own_route_with_sub(server: Server) -> None:
    user = come(server, token(sub="from-own-route", email="Own@Example.com", name="Own")).json()
    assert (user["id"], user["email"], user["name"]) == ("from-own-route", "own@example.com", "Own")


def test_issuer_and_audience_are_the_tokens_own_affair_if_none_is_set(server: Server) -> None:
    assert come(server, token(sub="with-issuer", iss=ISSUER, aud="anything")).status_code == 200
    assert word(server, come(server, token(sub="with-issuer"))) == "taken"
    assert word(server, come(server, token(sub="with-issuer", iss="https://evil.example.com"))) == "taken"


def test_another_claim_names_nobody(server: Server) -> None:
    assert word(server, come(server, token(userId="from-own-route"))) == "missing"


def test_cookie_cache(strict_server: Server) -> None:
    claims = {
        "iss": ISSUER,
        "aud": ["handfast-api"],
        "session": {"id": "s", "userId": "cached"},
        "user": {"id": "cached", "email": "c@example.com", "name": "Cached"},
    }
    user = come(strict_server, token(**claims)).json()
    assert (user["id"], user["email"], user["name"]) == ("cached", "c@example.com", "Cached")
    for change, reason in (
        ({"iss": "https://evil.example.com"}, "issuer"),
        ({"aud": "another"}, "audience"),
        ({"user": "cached"}, "claims"),
        ({"user": {}}, "missing"),
    ):
        assert word(strict_server, come(strict_server, token(**{**claims, **change}))) == reason


def test_own_tokens_go_on_beside_another_issuers(strict_server: Server) -> None:
    person = new_person(strict_server)
    assert person.client.get(ME).json()["id"] == person.id
    assert person.client.get("/api/auth/sessions").json()["items"][0]["current"] is True
    assert person.client.post("/api/auth/logout").status_code == 204
    assert word(strict_server, person.client.get(ME)) == "session"
    person.client.close()


def test_secret_alone_makes_no_session(server: Server, ada: Person) -> None:
    """Who knows the secret can write tokens of ours, but only the database has sessions."""
    for session in ("none", "0190c2f0-1111-7000-8000-000000000000"):
        assert word(server, come(server, token(iss="handfast", sub=ada.id, sid=session))) == "session"
    assert word(server, come(server, token(iss="handfast", sub=ada.id))) == "missing"
    assert word(server, come(server, token(iss=ISSUER, sub=ada.id, sid="none"))) == "taken"


def test_log_out_and_delete(server: Server) -> None:
    first, second = token(sub="leaves"), token(sub="leaves", more="another token")
    assert come(server, first, "POST", "/api/auth/logout").status_code == 204
    assert word(server, come(server, first)) == "logged-out"
    assert come(server, second, "DELETE").status_code == 204
    assert word(server, come(server, second)) == "deleted"
    assert word(server, come(server, token(sub="leaves", iss=ISSUER))) == "deleted"
