"""What is sent by mistake or in malice: a clear 4xx problem, nothing lost, never a 500."""

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest

from tests.backend.people import Person
from tests.backend.servers import Server

JSON = {"Content-Type": "application/json"}


def problem(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert body["request_id"] == response.headers["x-request-id"]
    return response.status_code, body["error_code"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"title": "a"', 400),
        (b'{"title": "a"} x', 400),
        (b'{"title": NaN}', 400),
        (b'{"title": "a", "due_at": Infinity}', 400),
        (b'{"title": "\xff"}', 400),
        (b"\xef\xbb\xbf{}", 400),
        ('{"title": "a"}'.encode("utf-16"), 400),
        (b'{"title": "a\tb"}', 400),
        (b'{"title": "a\\u0000b"}', 422),
        (b'{"title": "\\ud800"}', 422),
        (b'{"title": "\\udc00\\ud800"}', 422),
        (b"[" * 100_000, 422),
        (b"[" * 100_000 + b"]" * 100_000, 422),
        (b'{"title": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_001, 422),
        (b'{"title": 1e400}', 422),
        (b'{"title": ' + b"9" * 5_000 + b"}", 422),
        (b'{"title": "a", "completed": 1}', 422),
        (b'{"title": "a", "completed": "true"}', 422),
        (b'{"title": "a", "unknown": 1}', 422),
        (b'{"title": ""}', 422),
        (b'{"title": null}', 422),
        (b"null", 422),
        (b"[]", 422),
        (b'"text"', 422),
    ],
)
def test_bodies(ada: Person, body: bytes, expected: int) -> None:
    response = ada.client.post(ada.tasks, content=body, headers=JSON)
    code = {400: "malformed_json", 422: "validation_failed"}[expected]
    assert problem(response) == (expected, code)
    if expected == 422:
        assert response.json()["errors"][0]["in"] == "body"


@pytest.mark.parametrize(
    "due_at",
    [
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "1969-12-31T23:59:59Z",
        "1970-01-01T00:00:00+00:01",
        "2999-12-31T23:59:59-00:01",
        "3000-01-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-01-01T25:00:00Z",
        "2026-01-01T23:59:60Z",
        "2026-01-01T00:00:00",
        "2026-01-01",
        "1767225600",
        "",
        1767225600,
        1e300,
        {},
    ],
)
def test_dates(ada: Person, due_at: Any) -> None:
    response = ada.client.post(ada.tasks, json={"title": "a", "due_at": due_at})
    assert problem(response) == (422, "validation_failed")
    assert response.json()["errors"][0]["pointer"] == "/due_at"


def test_dates_at_the_bounds_can_be_written_back(ada: Person) -> None:
    for due_at in ("1970-01-02T00:00:00+23:59", "2999-12-30T23:59:59.999999999-23:59"):
        made = ada.make_task(due_at=due_at)
        assert ada.client.get(made.headers["location"]).json() == made.json()
        again = ada.client.patch(made.headers["location"], json={"due_at": made.json()["due_at"]})
        assert (again.status_code, again.json()["due_at"]) == (200, made.json()["due_at"])


def test_of_a_key_given_twice_the_last_counts(ada: Person) -> None:
    response = ada.client.post(ada.tasks, content=b'{"title": "first", "title": "last"}', headers=JSON)
    assert response.json()["title"] == "last"


@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "application/xml",
        "application/jsonp",
        "application/merge-patch+json",
        "",
        "application/json; charset=utf-16",
    ],
)
def test_media_types(ada: Person, media_type: str) -> None:
    response = ada.client.post(ada.tasks, content=b'{"title": "a"}', headers={"Content-Type": media_type})
    assert problem(response) == (415, "unsupported_media_type")


def test_media_types_that_are_the_same(ada: Person) -> None:
    for media_type in ("Application/JSON", "application/json;charset=UTF-8", 'application/json; charset="utf-8"'):
        response = ada.client.post(ada.tasks, content=b'{"title": "a"}', headers={"Content-Type": media_type})
        assert response.status_code == 201


def test_ten_megabytes(ada: Person) -> None:
    body = json.dumps({"title": "a" * 10_000_000}).encode()
    assert problem(ada.client.post(ada.tasks, content=body, headers=JSON)) == (413, "content_too_large")
    assert problem(ada.client.post(ada.tasks, content=in_pieces(body), headers=JSON)) == (413, "content_too_large")


def test_no_content_length(ada: Person) -> None:
    response = ada.client.post(ada.tasks, content=in_pieces(b'{"title": "a"}'), headers=JSON)
    assert response.request.headers["transfer-encoding"] == "chunked"
    assert response.status_code == 201


@pytest.mark.parametrize(
    "path",
    ["/api/auth/me/", "/api//auth/me", "/api/auth/me//", "/API/auth/me", "/api/auth%2Fme", "/docs/", "/health", "//"],
)
def test_paths_that_are_not_there(ada: Person, path: str) -> None:
    assert problem(ada.client.get(path)) == (404, "not_found")


@pytest.mark.parametrize("name", ["a%2Fb", "..%2f..", "%FF", "%C3%28", "%00", "a" * 65, "%", "%zz", "☃", "'--", "1"])
def test_ids(ada: Person, name: str) -> None:
    response = ada.client.get(f"{ada.tasks}/{name}")
    assert problem(response) in ((404, "task_not_found"), (422, "validation_failed"))
    assert problem(ada.client.get(f"/api/{name}/tasks")) == (403, "forbidden")


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=1e1",
        "limit=" + "9" * 5_000,
        "limit=1&limit=2",
        "limit=",
        "q=%FF",
        "q=%00",
        "q=" + "a" * 201,
    ],
)
def test_queries(ada: Person, query: str) -> None:
    response = ada.client.get(f"{ada.tasks}?{query}")
    assert problem(response) == (422, "validation_failed")
    assert response.json()["errors"][0]["in"] == "query"


def test_what_was_sent_is_never_repeated(ada: Person, nobody: httpx.Client) -> None:
    body = {"email": "sentinel", "password": "sentinel", "name": 7}
    response = nobody.post("/api/auth/register", json=body)
    assert problem(response) == (422, "validation_failed")
    assert "sentinel" not in response.text
    assert "sentinel" not in ada.client.get(ada.tasks, params={"limit": "sentinel"}).text


def test_401_comes_before_the_body_is_read(server: Server) -> None:
    """A body that never comes does not keep nobody from the answer."""
    head = b"POST /api/x/tasks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    assert b" 401 " in exchange(server, head).partition(b"\r\n")[0]


def test_body_that_stops_half_way(server: Server, ada: Person) -> None:
    head = (
        f"POST {ada.tasks} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ada.token}\r\n"
        "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    )
    with connection(server) as stopped:
        stopped.sendall(head.encode() + b'{"title": "half"}')
        stopped.shutdown(socket.SHUT_WR)
        assert stopped.recv(1000) == b""
    server.line(status=499, user_id=ada.id)
    assert ada.client.get(ada.tasks).json()["items"] == []


@pytest.mark.parametrize(
    "head",
    [
        b"nonsense\r\n\r\n",
        b"GET /health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /health/live HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /health/live HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 30_000 + b"\r\n",
    ],
)
def test_what_the_parser_refuses(server: Server, nobody: httpx.Client, head: bytes) -> None:
    assert exchange(server, head).startswith(b"HTTP/1.1 4")
    assert nobody.get("/health/live").status_code == 200


def connection(server: Server) -> socket.socket:
    url = httpx.URL(server.url)
    assert url.port is not None
    return socket.create_connection((url.host, url.port), timeout=30)


def exchange(server: Server, request: bytes) -> bytes:
    """Send bytes as they are, and return what comes first."""
    with connection(server) as raw:
        with suppress(BrokenPipeError, ConnectionResetError):  # it was refused before its end
            raw.sendall(request)
        return raw.recv(10_000)


def in_pieces(body: bytes) -> Iterator[bytes]:
    """Make httpx send the body in chunks, without its length."""
    for start in range(0, len(body), 65_536):
        yield body[start : start + 65_536]
