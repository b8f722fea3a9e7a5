import asyncio
import re
from uuid import UUID

import pytest
from starlette.types import Message

from tests.backend.middleware.conftest import Log
from tests.backend.middleware.small_app import TOKEN, call, small_app


def test_every_response_has_a_request_id() -> None:
    app = small_app()
    ids = [call(app, "GET", path).headers["x-request-id"] for path in ("/things/1", "/nowhere", "/broken")]
    assert len(set(ids)) == 3
    assert all(UUID(each).version == 7 for each in ids)


def test_the_id_is_that_of_the_problem_and_of_the_log(log: Log) -> None:
    response = call(small_app(), "GET", "/nowhere")
    assert response.json()["request_id"] == response.headers["x-request-id"]
    assert [line["request_id"] for line in log.lines()] == [response.headers["x-request-id"]]


def test_ids_of_strangers_are_not_taken() -> None:
    headers = {"X-Request-ID": "mine"}
    assert call(small_app(), "GET", "/things/1", headers=headers).headers["x-request-id"] != "mine"
    app = small_app(trusted_proxies="10.0.0.0/8")
    assert call(app, "GET", "/things/1", headers=headers).headers["x-request-id"] != "mine"


def test_a_trusted_proxy_names_the_request() -> None:
    app = small_app(trusted_proxies="10.0.0.0/8")
    response = call(app, "GET", "/things/1", peer="10.1.2.3", headers={"X-Request-ID": "mine-7_A"})
    assert response.headers.get_list("x-request-id") == ["mine-7_A"]


@pytest.mark.parametrize("given", ["", "a b", "a" * 65, "<script>", "é", "a\tb"])
def test_ill_formed_ids_are_not_taken_from_anybody(given: str) -> None:
    app = small_app(trusted_proxies="10.0.0.0/8")
    headers = [(b"x-request-id", given.encode("latin-1"))]
    response = call(app, "GET", "/things/1", peer="10.1.2.3", headers=headers)
    assert re.fullmatch(r"[0-9a-f-]{36}", response.headers["x-request-id"])


def test_headers_of_every_response() -> None:
    app = small_app()
    for path in ("/things/1", "/nowhere", "/broken"):
        headers = call(app, "GET", path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "frame-ancestors 'none'"
        assert headers["cache-control"] == "private, no-cache"
        assert "server" not in headers


def test_hsts_behind_tls_only() -> None:
    app = small_app(trusted_proxies="10.0.0.0/8", hsts_seconds=600)
    https = {"X-Forwarded-Proto": "https"}
    secure = call(app, "GET", "/things/1", peer="10.1.2.3", headers=https)
    assert secure.headers["strict-transport-security"] == "max-age=600"
    assert secure.json()["scheme"] == "https"
    assert "strict-transport-security" not in call(app, "GET", "/things/1", peer="10.1.2.3").headers
    assert "strict-transport-security" not in call(app, "GET", "/things/1", headers=https).headers


def test_hsts_can_be_turned_off() -> None:
    app = small_app(trusted_proxies="10.0.0.0/8", hsts_seconds=0)
    response = call(app, "GET", "/things/1", peer="10.1.2.3", headers={"X-Forwarded-Proto": "https"})
    assert "strict-transport-security" not in response.headers


def test_log_line(log: Log) -> None:
    call(small_app(), "GET", f"/things/{TOKEN}?token={TOKEN}", headers={"Authorization": f"Bearer {TOKEN}"})
    (line,) = log.lines()
    assert line.pop("ms") > 0
    assert line.pop("timestamp").endswith("Z")
    assert UUID(line.pop("request_id")).version == 7
    assert line == {
        "level": "info",
        "event": "request",
        "method": "GET",
        "route": "/things/{thing_id}",
        "status": 200,
        "client": "192.0.2.7",
        "user_id": "ada",
    }


def test_log_line_of_an_unknown_path_does_not_name_it(log: Log) -> None:
    call(small_app(), "GET", f"/{TOKEN}")
    assert [(line["route"], line["status"]) for line in log.lines()] == [(None, 404)]


def test_client_that_goes_away_is_no_error(log: Log) -> None:
    app = small_app()

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(_: Message) -> None:
        raise AssertionError("there is nobody to send to")

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/things",
        "query_string": b"",
        "headers": [],
        "client": ("192.0.2.7", 1),
        "scheme": "http",
    }
    asyncio.run(app(scope, receive, send))
    assert [(line["level"], line["status"]) for line in log.lines()] == [("info", 499)]
