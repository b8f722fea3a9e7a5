"""Limits and proxies, on a server whose settings are strict."""

import json
import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.backend.conftest import open_place
from tests.backend.people import PASSWORD, log_in, register
from tests.backend.servers import Server, running_server

HTTPS = {"X-Forwarded-Proto": "https"}


@pytest.fixture(scope="module")
def strict() -> Iterator[Server]:
    with (
        open_place() as place,
        running_server(
            place,
            LOGIN_LIMIT="3",
            REGISTER_LIMIT="5",
            WORKERS="2",
            BODY_SECONDS="0.3",
            MAX_BODY_BYTES="2000",
            TRUSTED_PROXIES="127.0.0.1",
        ) as server,
    ):
        yield server


def client(server: Server, address: str, **headers: str) -> httpx.Client:
    """Call from an address, by the word of the trusted proxy."""
    return server.client(headers={"X-Forwarded-For": address, **headers})


def limited(response: httpx.Response, at_most: int) -> bool:
    if response.status_code != 429:
        return False
    assert response.json()["error_code"] == "too_many_requests"
    assert 1 <= int(response.headers["retry-after"]) <= at_most
    return True


def test_log_ins_for_one_address_and_one_email(strict: Server) -> None:
    with client(strict, "192.0.2.1") as here, client(strict, "192.0.2.2") as there:
        email = register(here)["email"]
        right, wrong = ({"email": email, "password": password} for password in (PASSWORD, "wrong horse"))
        attempts = [fresh(strict, "192.0.2.1", "/api/auth/login", wrong) for _ in range(5)]
        assert [attempt.status_code for attempt in attempts[:3]] == [401, 401, 401]
        assert all(limited(attempt, 300) for attempt in attempts[3:])
        assert limited(here.post("/api/auth/login", json=right), 300)
        assert limited(here.post("/api/auth/login", json={**right, "email": email.upper()}), 300)
        assert here.post("/api/auth/login", json={**wrong, "email": "x@example.com"}).status_code == 401
        assert there.post("/api/auth/login", json=right).status_code == 200


def test_registrations_for_one_address(strict: Server) -> None:
    attempts = [
        fresh(
            strict, "192.0.2.3", "/api/auth/register", {"email": f"u{n}@a.example", "password": PASSWORD, "name": "U"}
        )
        for n in range(7)
    ]
    assert [attempt.status_code for attempt in attempts[:5]] == [201] * 5
    assert all(limited(attempt, 3600) for attempt in attempts[5:])
    with client(strict, "192.0.2.4") as there:
        register(there)


def test_addresses_of_one_ipv6_network_are_one(strict: Server) -> None:
    attempts = [
        fresh(
            strict,
            f"2001:db8::{n}",
            "/api/auth/register",
            {"email": f"v{n}@a.example", "password": PASSWORD, "name": "V"},
        )
        for n in range(1, 7)
    ]
    assert limited(attempts[5], 3600)


def fresh(server: Server, address: str, path: str, body: dict[str, str]) -> httpx.Response:
    """Post on a connection of its own, so that both workers get some."""
    with client(server, address) as caller:
        return caller.post(path, json=body)


def test_body_that_is_too_large(strict: Server) -> None:
    with client(strict, "192.0.2.5") as caller:
        body = {"email": "a@b.example", "password": "a" * 2000}
        response = caller.post("/api/auth/login", json=body)
    assert (response.status_code, response.json()["error_code"]) == (413, "content_too_large")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"BREW /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 200_000 + b"\r\n\r\n",
    ],
    ids=["unknown method", "two lengths", "long path", "long header"],
)
def test_what_the_parser_refuses_is_a_problem_too(strict: Server, request_bytes: bytes) -> None:
    url = httpx.URL(strict.url)
    assert url.port is not None
    with socket.create_connection((url.host, url.port), timeout=30) as raw:
        raw.sendall(request_bytes)
        answer = b""
        try:
            while received := raw.recv(10_000):
                answer += received
        except ConnectionResetError:  # it closes on what it has not read
            pass
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/problem+json" in head.lower()
    assert json.loads(body)["request_id"].encode() in head
    assert strict.line(request_id=json.loads(body)["request_id"], refused="parser")


def test_body_that_does_not_come(strict: Server) -> None:
    url = httpx.URL(strict.url)
    assert url.port is not None
    with socket.create_connection((url.host, url.port), timeout=30) as stalled:
        head = b"POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        stalled.sendall(head + b"Content-Length: 100\r\n\r\n{")
        answer = b""
        while received := stalled.recv(10_000):  # until the server closes
            answer += received
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in answer


def test_https_by_the_word_of_the_proxy(strict: Server) -> None:
    with strict.client() as caller:
        secure = caller.get("/health/live", headers=HTTPS)
        assert secure.headers["strict-transport-security"] == "max-age=31536000"
        assert "strict-transport-security" not in caller.get("/health/live").headers


def test_request_id_of_the_proxy(strict: Server) -> None:
    with strict.client() as caller:
        response = caller.get("/nowhere", headers={"X-Request-ID": "from-the-proxy"})
    assert response.headers["x-request-id"] == response.json()["request_id"] == "from-the-proxy"
    assert strict.line(request_id="from-the-proxy", client="127.0.0.1")


def test_the_log_has_the_client_not_the_proxy(strict: Server) -> None:
    with client(strict, "198.51.100.7") as caller:
        response = caller.get("/health/live")
    assert strict.line(request_id=response.headers["x-request-id"])["client"] == "198.51.100.7"


def test_both_workers_know_every_session(strict: Server) -> None:
    with client(strict, "192.0.2.8") as caller:
        person = log_in(strict, register(caller), **{"X-Forwarded-For": "192.0.2.8"})
        assert {
            httpx.get(f"{strict.url}/api/auth/me", headers=person.client.headers).status_code for _ in range(8)
        } == {200}
        person.client.post("/api/auth/logout")
        assert {
            httpx.get(f"{strict.url}/api/auth/me", headers=person.client.headers).status_code for _ in range(8)
        } == {401}
        person.client.close()
