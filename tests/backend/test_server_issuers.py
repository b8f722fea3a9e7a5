"""Tokens of another issuer, whose public keys a real server fetches from another real one."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.backend.attacks import ATTACKS, Attack, resigned
from tests.backend.conftest import open_place
from tests.backend.issuer import KINDS, Issuer, open_issuer
from tests.backend.people import new_person, register
from tests.backend.servers import Server, running_server

ME = "/api/auth/me"
UNLIKE = ("x-request-id", "date")  # from one answer to another


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with open_issuer() as issuer:
        yield issuer


@pytest.fixture(scope="module")
def server(issuer: Issuer) -> Iterator[Server]:
    with open_place() as place:
        with running_server(place, **issuer.settings) as server:
            yield server
        assert [line for line in server.log() if line["level"] in ("error", "critical")] == []
        assert "eyJ" not in server.text()
        assert issuer.url not in server.text()  # an address may hold a key


@pytest.fixture(scope="module")
def anybody(server: Server) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


Visit = Callable[..., httpx.Client]


@pytest.fixture
def visit(server: Server, issuer: Issuer) -> Iterator[Visit]:
    """Come with a token; takes what `Issuer.token` takes, or a token."""
    clients: list[httpx.Client] = []

    def come(subject: str = "visitor", *, token: str | None = None, **changes: Any) -> httpx.Client:
        clients.append(server.client(headers=bearer(token or issuer.token(subject, **changes))))
        return clients[-1]

    yield come
    for client in clients:
        client.close()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def refused(server: Server, response: httpx.Response) -> str:
    """Return the word in the log for an answer that says nothing."""
    assert response.status_code == 401
    line = server.line(event="request", request_id=response.headers["x-request-id"])
    assert "user_id" not in line
    return str(line["refused"])


def silent(response: httpx.Response) -> tuple[str, dict[str, str]]:
    """Return the answer without what differs between two answers to the same."""
    body = response.text.replace(response.headers["x-request-id"], "")
    return body, {name: value for name, value in response.headers.items() if name not in UNLIKE}


@pytest.mark.parametrize("kind", KINDS)
def test_every_algorithm_is_let_in(visit: Visit, kind: str) -> None:
    me = visit(f"of-{kind}", kind=kind, email="Vera@Example.com", name=" Vera ")
    user = me.get(ME).json()
    assert (user["id"], user["email"], user["name"]) == (f"of-{kind}", "vera@example.com", "Vera")
    made = me.post(f"/api/of-{kind}/tasks", json={"title": "Theirs"})
    assert made.status_code == 201
    assert me.get(made.headers["location"]).json()["title"] == "Theirs"
    assert me.get("/api/somebody-else/tasks").status_code == 403


def test_the_log_knows_who_it_was(server: Server, visit: Visit) -> None:
    response = visit("logged").get(ME)
    line = server.line(event="request", request_id=response.headers["x-request-id"])
    assert line["user_id"] == "logged"
    assert "refused" not in line


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack(server: Server, issuer: Issuer, anybody: httpx.Client, attack: Attack) -> None:
    """Each is refused with the same bytes as nobody at all; the log has the word."""
    response = anybody.get(ME, headers=bearer(attack.token(issuer)))
    assert silent(response) == silent(anybody.get(ME))
    assert refused(server, response) == attack.word
    assert anybody.get(ME, headers=bearer(issuer.token())).status_code == 200


@pytest.mark.parametrize(
    "subject",
    [
        "0190c2f0-1111-7000-8000-000000000000",
        "wXbD3jmqAcYkHzTnE5rVsGf7LpQ9uRtK",
        "7",
        "Жан-ž-\U0001f600",
        "a b?c#d%e+f&g",
        "a/b",
        "%2F",
        "auth",
        "x" * 64,
    ],
)
def test_ids_in_paths(visit: Visit, subject: str) -> None:
    me = visit(subject)
    assert me.get(ME).json()["id"] == subject
    path = f"/api/{quote(subject, safe='')}/tasks"
    made = me.post(path, json={"title": "Theirs"})
    assert made.status_code == 201
    assert me.get(made.headers["location"]).status_code == 200
    assert [task["id"] for task in me.get(path).json()["items"]] == [made.json()["id"]]
    assert visit("visitor").get(path).status_code == 403


def test_ten_at_once_make_one_user(visit: Visit) -> None:
    clients = [visit("at-once", iat=None, name=f"{number}") for number in range(10)]
    with ThreadPoolExecutor(len(clients)) as threads:
        answers = list(threads.map(lambda client: client.get(ME), clients))
    assert [answer.status_code for answer in answers] == [200] * 10
    assert len({answer.text for answer in answers}) == 1


def test_log_out_refuses_this_token_alone(server: Server, visit: Visit) -> None:
    mine, other = visit("leaves", kind="ES256"), visit("leaves", kind="ES256", more="another token")
    assert mine.get(ME).status_code == other.get(ME).status_code == 200
    assert mine.post("/api/auth/logout").status_code == 204
    assert refused(server, mine.get(ME)) == "logged-out"
    assert refused(server, mine.post("/api/auth/logout")) == "logged-out"
    assert other.get(ME).status_code == 200


def test_log_out_holds_for_every_spelling_of_the_signature(server: Server, issuer: Issuer, visit: Visit) -> None:
    token = issuer.token("twin", kind="ES256")
    assert visit(token=resigned(token)).get(ME).status_code == 200
    assert visit(token=token).post("/api/auth/logout").status_code == 204
    assert refused(server, visit(token=resigned(token)).get(ME)) == "logged-out"


def test_log_out_of_a_token_without_a_foreseeable_end(server: Server, visit: Visit) -> None:
    for end in (253_402_300_799, 10**18, 1e300):
        me = visit("for-ever", exp=end)
        assert me.post("/api/auth/logout").status_code == 204
        assert refused(server, me.get(ME)) == "logged-out"


def test_sessions(visit: Visit) -> None:
    me = visit("no-session")
    page = me.get("/api/auth/sessions")
    assert (page.status_code, page.json()) == (200, {"items": [], "next_cursor": None})
    assert me.delete("/api/auth/sessions/0190c2f0-1111-7000-8000-000000000000").status_code == 404


def test_change_the_account(visit: Visit) -> None:
    assert visit("changes", name="Old").patch(ME, json={"name": "New"}).json()["name"] == "New"
    assert visit("changes", name="Old").get(ME).json()["name"] == "New"


def test_deleted_stays_refused(server: Server, visit: Visit) -> None:
    me = visit("goes")
    me.post("/api/goes/tasks", json={"title": "Goes along"})
    assert me.delete(ME).status_code == 204
    for again in (me, visit("goes", kind="RS256")):
        assert refused(server, again.get(ME)) == "deleted"
        assert refused(server, again.get("/api/goes/tasks")) == "deleted"


def test_id_of_somebody_who_registered_here(server: Server, visit: Visit) -> None:
    with closing(new_person(server, "Ada").client) as ada:
        user = ada.get(ME).json()
        assert refused(server, visit(user["id"], email=user["email"]).get(ME)) == "taken"
        assert ada.get(ME).json() == user
        assert ada.delete(ME).status_code == 204
        assert refused(server, visit(user["id"]).get(ME)) == "deleted"


def test_address_of_somebody_who_registered_here(server: Server, visit: Visit) -> None:
    with server.client() as nobody:
        ada = register(nobody)
        user = visit("same-address", email=ada["email"]).get(ME).json()
        assert (user["email"], user["id"]) == (ada["email"], "same-address")
        log_in = {"email": ada["email"], "password": "correct horse battery"}
        assert nobody.post("/api/auth/login", json=log_in).json()["user"] == ada
        visit("only-there", email="only-there@example.com").get(ME)
        log_in = {"email": "only-there@example.com", "password": "correct horse battery"}
        assert nobody.post("/api/auth/login", json=log_in).status_code == 401


def test_unfit_profile_is_done_without(visit: Visit) -> None:
    user = visit("unfit", email="no address", name=["a"]).get(ME).json()
    assert (user["email"], user["name"]) == (None, "")
    user = visit("unfit-too", email="a" * 300 + "@b.c", name="\x00 \ud800" + "n" * 300).get(ME).json()
    assert (user["email"], user["name"]) == (None, "n" * 100)


def test_cursor_of_another_user(visit: Visit) -> None:
    for subject in ("one", "two"):
        for number in range(2):
            visit(subject).post(f"/api/{subject}/tasks", json={"title": f"{number}"})
    cursor = visit("one").get("/api/one/tasks", params={"limit": 1}).json()["next_cursor"]
    assert visit("one").get("/api/one/tasks", params={"limit": 1, "cursor": cursor}).status_code == 200
    assert visit("two").get("/api/two/tasks", params={"limit": 1, "cursor": cursor}).status_code == 422


def test_the_log_has_neither_token_nor_address(server: Server, visit: Visit) -> None:
    me = visit("private", email="private@example.com")
    assert me.get(ME).status_code == 200
    server.line(user_id="private")
    text = server.text()
    assert str(me.headers["authorization"]) not in text
    assert "private@example.com" not in text
    assert json.dumps(me.headers["authorization"].split(".")[1]) not in text
