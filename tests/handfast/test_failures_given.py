"""What a handler raises, and what its authenticator is told, over the wire."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.handfast.mounted import believer, unimplemented


def test_failures_have_the_body_that_a_handler_gives(packages: Path) -> None:
    problems = importlib.import_module("case_failures.problems")
    schemas = importlib.import_module("case_failures.schemas")
    error = schemas.Error(message="No.")
    raised = {
        "404": problems.Missing(error, retry_after=5),
        "418": problems.Missing4XX(error, status=418),
        "503": problems.GetJobDefault(error, status=503),
        "409": problems.GetJob409Plain("held"),
    }

    async def get_job(_: Any, id: str) -> Any:  # noqa: A002 - as the document has it
        raise raised[id]

    app = unimplemented(packages, "failures", handlers={"get_job": get_job})
    asked = TestClient(app)
    answers = {status: asked.get(f"/jobs/{status}", headers={"Authorization": "Bearer u1"}) for status in raised}
    assert {status: answer.status_code for status, answer in answers.items()} == {name: int(name) for name in raised}
    assert (answers["404"].json(), answers["404"].headers["retry-after"]) == ({"message": "No."}, "5")
    assert (answers["409"].text, answers["409"].headers["content-type"]) == ("held", "text/plain; charset=utf-8")
    with pytest.raises(ValueError, match="200 is not among the statuses"):
        problems.GetJobDefault(error, status=200)


def test_failures_without_a_body_have_their_headers(packages: Path) -> None:
    problems = importlib.import_module("case_failures.problems")
    raised = {404: problems.GetCheck404(retry_after=5), 503: problems.GetCheck5XX(status=503)}

    async def get_check(_: Any, id: int) -> Any:  # noqa: A002 - as the document has it
        raise raised[id]

    asked = TestClient(unimplemented(packages, "failures", handlers={"get_check": get_check}))
    answers = [asked.get(f"/checks/{status}", headers={"Authorization": "Bearer u1"}) for status in raised]
    assert [(answer.status_code, answer.content) for answer in answers] == [(404, b""), (503, b"")]
    assert [answer.headers.get("retry-after") for answer in answers] == ["5", None]
    assert not any("content-type" in answer.headers for answer in answers)


def test_scopes_reach_the_authenticator(packages: Path) -> None:
    seen: list[Any] = []
    believe = believer("case_failures")

    async def watch(request: Any, scopes: Any = ()) -> Any:
        seen.append(scopes)
        return await believe(request)

    asked = TestClient(unimplemented(packages, "failures", {"oauth": watch, "key": believe}))
    asked.get("/jobs/1", headers={"Authorization": "Bearer u1"})
    asked.delete("/jobs/1", headers={"Authorization": "Bearer u1"})
    assert seen == [("jobs:read",), ()]
