"""What is required beside a choice is there, and reaches the handler, whichever branch it is."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from handfast.rewriting.requiring import shared_out
from handfast.spec.document import Document
from tests.handfast.mounted import handled

_got: list[Any] = []


@pytest.fixture(scope="module")
def papers(packages: Path) -> TestClient:
    async def add_paper(body: Any) -> Any:
        _got.append(body)
        return body

    async def add_sheet(body: Any) -> None:
        _got.append(body)

    return TestClient(handled(packages, "required_beside", {"add_paper": add_paper, "add_sheet": add_sheet}))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"id": "a", "title": "b", "author": "c"}, "Option1"),
        ({"title": "b", "author": {"name": "c"}, "pages": 7}, "Option2"),
        ({"scanner": "a", "title": 7, "author": None}, "Option3"),
    ],
)
def test_each_branch_has_the_names(papers: TestClient, body: Any, kind: str) -> None:
    answer = papers.post("/papers", json=body)
    assert (answer.status_code, answer.json()) == (201, body)
    assert type(_got[-1]).__name__ == f"Paper{kind}"


@pytest.mark.parametrize("body", [{"title": "b", "pages": 7}, {"id": "a"}, {"scanner": "a", "title": "b"}, {"page": 1}])
def test_without_them_nothing_fits(papers: TestClient, body: Any) -> None:
    assert papers.post("/papers", json=body).status_code == 422


@pytest.mark.parametrize(("body", "status"), [({"kind": "plain", "title": 7}, 204), ({"kind": "plain"}, 422)])
def test_a_branch_that_is_told_from_others_asks_for_them(papers: TestClient, body: Any, status: int) -> None:
    assert papers.post("/sheets", json=body).status_code == status


@pytest.mark.parametrize(
    ("scan", "null"),
    [
        ({"type": ["object", "null"]}, [{"type": "null"}]),
        ({"type": "object", "nullable": True}, [{"type": "null"}]),
        ({"type": "object"}, []),
        ({}, []),
    ],
)
def test_a_branch_that_may_be_null_still_may(scan: dict[str, Any], null: list[Any]) -> None:
    branch = {"$ref": "#/components/schemas/Scan"}
    other = {"type": "object", "required": ["id"], "properties": {"id": {}}}
    whole = {"allOf": [branch, {"type": "object", "required": ["id"], "properties": {"id": {}}}]}
    assert shared({**scan, "properties": {"scanner": {"type": "string"}}}, branch, other) == [whole, other, *null]


def test_a_branch_that_is_a_text_as_well_is_left_alone() -> None:
    branch = {"$ref": "#/components/schemas/Scan"}
    assert shared({"type": ["object", "string"], "properties": {"scanner": {}}}, branch) == [branch]


def shared(scan: dict[str, Any], *branches: Any) -> Any:
    """What is made of the branches of a choice beside which a name is required."""
    schemas = {"Paper": {"required": ["id"], "oneOf": [*branches]}, "Scan": scan}
    document = shared_out(Document({"components": {"schemas": schemas}}, [], {}))
    return document.data["components"]["schemas"]["Paper"]["oneOf"]
