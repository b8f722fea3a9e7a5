"""The mock server as a process of its own, asked over HTTP."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

DOCUMENT = Path(__file__).with_name("mocked.yaml")
_RUNNING = re.compile(r"Uvicorn running on (http://\S+)")
_PATIENCE = 60.0


class Server:
    """A process, and what it said."""

    def __init__(self, log: Path, *options: str) -> None:
        self.log = log
        command = [sys.executable, "-m", "handfast", "mock", str(DOCUMENT), "--port", "0", *options]
        with log.open("wb") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    @property
    def address(self) -> str:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            found = _RUNNING.search(self.said)
            if found:
                return found[1]
            time.sleep(0.05)
        raise AssertionError(f"the mock does not start: {self.said}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("mock") / "log")
    try:
        yield running
    finally:
        running.process.terminate()
        running.process.wait(10)


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address) as made:
        yield made


def test_an_example_that_fits_is_the_answer(client: httpx.Client, server: Server) -> None:
    """One that does not is passed over, and told with its place."""
    answer = client.get("/notes")
    assert (answer.status_code, answer.json()) == (200, {"items": []})
    assert int(answer.headers["x-total"]) >= 7
    assert re.search(r"warning: \S*mocked\.yaml:18:\d+: the example breaks its own schema", server.said)


def test_a_client_may_prefer_an_example_or_a_status(client: httpx.Client) -> None:
    named = client.get("/notes", headers={"Prefer": "example=one"})
    assert named.json() == {"items": [{"id": 5, "title": "Milk"}]}
    missing = client.get("/notes/7", headers={"Prefer": "code=404"})
    assert (missing.status_code, missing.json()) == (404, {"message": "Not there."})
    assert missing.headers["preference-applied"] == "code=404"
    assert client.get("/notes/7", headers={"Prefer": "code=418, example=none"}).status_code == 200


def test_a_request_that_breaks_the_document_is_refused_in_its_words(client: httpx.Client) -> None:
    answer = client.get("/notes?limit=11")
    assert answer.status_code == 400
    assert answer.json() == {"code": "bad", "message": "query /limit: Input should be less than or equal to 10"}
    broken = client.post("/notes", json={"title": ""})
    assert (broken.status_code, broken.headers["content-type"]) == (422, "application/problem+json")
    assert broken.json()["errors"][0]["pointer"] == "/title"
    assert client.post("/notes", content=b"{}", headers={"Content-Type": "text/plain"}).status_code == 422
    undeclared = client.get("/notes/x")
    assert (undeclared.status_code, undeclared.json()) == (404, {"message": "path /note_id: should be an integer"})


def test_a_refusal_may_be_a_list_or_a_text(client: httpx.Client) -> None:
    listed, told = client.get("/lists?limit=x"), client.get("/texts?limit=x")
    assert (listed.status_code, listed.json()) == (400, [{"message": "message"}])
    assert (told.status_code, type(told.json())) == (400, str)


def test_path_parameters_come_back(client: httpx.Client) -> None:
    assert client.get("/notes/77").json()["id"] == 77
    keys = client.get("/users/ada/keys", headers={"Authorization": "Bearer x"})
    assert keys.status_code == 200
    card = client.post("/users/ada/cards").json()
    assert (card["user_id"], len(card["id"])) == ("ada", 36)  # whose it is, and one of its own


def test_credentials_are_needed_and_any_will_do(client: httpx.Client) -> None:
    assert client.get("/users/ada/keys", headers={"Authorization": "Basic x"}).status_code == 401
    refused = client.get("/users/ada/keys")
    assert (refused.status_code, refused.content) == (401, b"")
    assert refused.headers["x-mock-reason"] == "there are no credentials of those that are asked for"
    assert "www-authenticate" in refused.headers


def test_the_media_type_is_the_one_that_is_liked_best(client: httpx.Client) -> None:
    def export(accept: str) -> httpx.Response:
        return client.get("/export", headers={"Accept": accept})

    assert export("*/*").json() == [1]
    assert export("text/csv").text == "a,b\n1,b\n"
    assert "<export><a>1</a></export>" in export("application/json;q=0.1, application/xml").text
    assert export("image/*").content.startswith(b"\x89PNG")


def test_bodies_that_are_none_and_those_that_go_on(client: httpx.Client) -> None:
    assert client.get("/events").text.startswith("event: tick\ndata: data\n\n")
    moved = client.get("/elsewhere", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"][:8]) == (302, "https://")
    assert client.head("/notes").content == b""


def test_a_schema_that_nothing_fits_is_said_to_be_one(client: httpx.Client) -> None:
    answer = client.get("/never")
    assert answer.status_code == 501
    assert "no whole number is within its bounds" in answer.json()["detail"]


def test_what_was_made_is_read_back_changed_and_deleted(client: httpx.Client) -> None:
    made = client.post("/notes", json={"title": "Bread", "due": "2026-11-04T09:15:00Z"})
    place = made.headers["location"]
    assert (made.status_code, made.json()["title"], place) == (201, "Bread", f"/notes/{made.json()['id']}")
    other = client.post("/notes", json={"title": "Butter"}).json()
    assert client.get(place).json() == made.json()
    assert [item["title"] for item in client.get("/notes").json()["items"]] == ["Bread", "Butter"]
    patched = client.patch(place, json={"title": "Rye"}, headers={"Content-Type": "application/merge-patch+json"})
    assert patched.json() == {**made.json(), "title": "Rye"}
    assert client.get(place).json()["title"] == "Rye"
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404
    assert [item["id"] for item in client.get("/notes").json()["items"]] == [other["id"]]


def test_a_place_is_written_as_addresses_are(client: httpx.Client) -> None:
    made = client.post("/shelves/%E2%82%AC%20a/notes")
    assert made.headers["location"] == f"/shelves/%E2%82%AC%20a/notes/{made.json()['id']}"
    assert client.get(made.headers["location"]).json() == made.json()


def test_the_same_request_gets_the_same_answer(client: httpx.Client) -> None:
    first, second = (client.get("/notes/5") for _ in range(2))
    assert first.content == second.content


def test_a_document_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "handfast", "mock", str(tmp_path / "none.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
