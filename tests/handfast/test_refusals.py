"""What the server itself refuses is said in the body that the document declares, where that can be filled."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.handfast.mounted import unimplemented

SOMEBODY = {"Authorization": "Bearer u1"}


@pytest.fixture(scope="module")
def jobs(packages: Path) -> TestClient:
    return TestClient(unimplemented(packages, "failures"), raise_server_exceptions=False)


def test_a_declared_body_is_filled(jobs: TestClient) -> None:
    """422 is not declared here; the 400 that is stands for both."""
    refused = jobs.post("/jobs", json={}, headers=SOMEBODY)
    assert (refused.status_code, refused.headers["content-type"]) == (400, "application/json")
    said = refused.json()
    assert said["code"] == 400
    assert said["ok"] is False
    assert (said["error"]["kind"], said["error"]["message"]) == ("bad_request", "body /name: Field required")
    assert len(said["error"]["requestId"]) == 32
    assert (said["errors"], "other" in said) == (["body /name: Field required"], False)


def test_a_list_of_errors_has_one(jobs: TestClient) -> None:
    refused = jobs.get("/checks?limit=a")
    assert refused.status_code == 422
    [error] = refused.json()["detail"]
    assert error == {"loc": [], "msg": "query /limit: should be an integer", "type": "unprocessable_entity"}


def test_what_cannot_be_filled_is_a_problem(jobs: TestClient) -> None:
    refused = jobs.post("/jobs", json={"name": "a"})
    assert (refused.status_code, refused.headers["content-type"]) == (401, "application/problem+json")


def test_plain_text_is_filled(jobs: TestClient) -> None:
    refused = jobs.post("/jobs", json={"name": "a" * 2_000_000}, headers=SOMEBODY)
    assert (refused.status_code, refused.headers["content-type"]) == (413, "text/plain; charset=utf-8")
    assert "Too Large" in refused.text


def test_a_default_stands_for_what_is_not_declared(jobs: TestClient) -> None:
    refused = jobs.get("/jobs/1", headers=SOMEBODY)
    assert (refused.status_code, refused.json()) == (501, {"message": "Not Implemented"})


def test_what_is_declared_without_a_body_has_none(jobs: TestClient) -> None:
    nobody, broken, unwritten = (
        jobs.get("/checks/1"),
        jobs.get("/checks/a", headers=SOMEBODY),
        jobs.get("/checks/1", headers=SOMEBODY),
    )
    assert [(answer.status_code, answer.content) for answer in (nobody, broken, unwritten)] == [
        (401, b""),
        (422, b""),
        (501, b""),
    ]
    assert nobody.headers["www-authenticate"] == "Bearer"
    assert {"content-type"} & {*nobody.headers, *broken.headers, *unwritten.headers} == set()
