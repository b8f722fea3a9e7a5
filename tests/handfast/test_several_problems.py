"""Several problems in one response, and the members that are a problem's own: the golden case, run."""

import importlib
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from pydantic_core import PydanticSerializationError
from starlette.testclient import TestClient

from tests.handfast.mounted import handled

UNTIL = datetime(2026, 11, 4, 9, 15, tzinfo=UTC)
SHELF = UUID("01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3")
STANDARD = ["type", "title", "status", "detail", "error_code", "request_id"]


@pytest.fixture
def problems(packages: Path) -> ModuleType:
    assert (packages / "case_several_problems").is_dir()
    return importlib.import_module("case_several_problems.problems")


def answer(packages: Path, problem: Exception, method: str = "POST") -> Any:
    """What comes of a problem that every handler raises."""

    async def fails(*_: Any) -> Any:
        raise problem

    app = handled(packages, "several_problems", dict.fromkeys(("add_order", "list_orders", "drop_orders"), fails))
    return TestClient(app, raise_server_exceptions=False).request(method, "/orders")


def test_each_is_an_exception_of_its_own(packages: Path, problems: ModuleType) -> None:
    down = answer(packages, problems.Down(retry_after=7))
    assert (down.status_code, down.headers["retry-after"], list(down.json())) == (503, "7", STANDARD)
    counting = answer(packages, problems.Counting(retry_after=7, until=UNTIL, shelf_ids=[SHELF]))
    assert (counting.status_code, counting.headers["retry-after"]) == (503, "7")
    assert counting.json()["detail"] == "The stock is being counted; it takes a while."


def test_the_same_schema_is_the_same_class_elsewhere(packages: Path, problems: ModuleType) -> None:
    """In another response of several, in a response of its own, and in one that has no name."""
    assert answer(packages, problems.Down(retry_after=7), "GET").status_code == 503
    counting = problems.Counting(retry_after=7, until=UNTIL, shelf_ids=[])
    assert answer(packages, counting, "DELETE").status_code == 503
    assert answer(packages, counting, "GET").status_code == 500


def test_members_come_after_the_standard_ones_as_json(packages: Path, problems: ModuleType) -> None:
    counter = importlib.import_module("case_several_problems.schemas").Counter(name="Ann")
    problem = problems.Counting(retry_after=7, until=UNTIL, shelf_ids=[SHELF], counter=counter)
    document = answer(packages, problem).json()
    assert list(document)[: len(STANDARD)] == STANDARD
    assert {name: value for name, value in document.items() if name not in STANDARD} == {
        "category": "stock",
        "until": "2026-11-04T09:15:00Z",
        "shelf-ids": [str(SHELF)],
        "counter": {"name": "Ann"},
    }


def test_what_is_optional_is_left_out(packages: Path, problems: ModuleType) -> None:
    few = answer(packages, problems.TooMany(limit=3), "GET")
    assert "retry-after" not in few.headers
    assert {name: value for name, value in few.json().items() if name not in STANDARD} == {"limit": 3}
    more = answer(packages, problems.TooMany(limit=3, retry_after=1, body_retry_after=2, trace="t"), "GET")
    assert (more.headers["retry-after"], more.json()["retry_after"], more.json()["trace"]) == ("1", 2, "t")


def test_what_is_required_is_asked_for(problems: ModuleType) -> None:
    with pytest.raises(TypeError, match="until"):
        problems.Counting(retry_after=7, shelf_ids=[])


def test_a_member_of_another_type_is_an_error(problems: ModuleType) -> None:
    with pytest.raises(PydanticSerializationError):
        problems.TooMany(limit="three")


def test_those_without_a_name_are_called_by_their_code(packages: Path, problems: ModuleType) -> None:
    sold_out = answer(packages, problems.SoldOut(left=0)).json()
    assert (sold_out["error_code"], sold_out["left"]) == ("sold_out", 0)
    assert answer(packages, problems.ShopClosed()).json()["title"] == "Shop closed"


def test_the_first_stands_for_the_status(packages: Path, problems: ModuleType) -> None:
    """For what the framework refuses."""
    refused = importlib.import_module("case_several_problems.support.problems").Refused
    assert answer(packages, refused(503)).json()["error_code"] == "down"
    assert problems.Down.status == problems.Counting.status == 503
