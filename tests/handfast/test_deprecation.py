"""What is deprecated: each answer says until when it is there, and so does the document."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from handfast.mock.application import Mock
from handfast.spec.deprecation import announcement, day
from tests.handfast import golden
from tests.handfast.mounted import handled
from tests.handfast.support.asgi import Ask

SINCE_2026, UNTIL_2027 = "@1769817600", "Sun, 31 Jan 2027 00:00:00 GMT"
ENDS = {"deprecated": True, "x-sunset": "2027-01-31"}


@pytest.fixture
def app(packages: Path) -> FastAPI:
    problems = importlib.import_module("case_deprecation.problems")
    lamps = importlib.import_module("case_deprecation.apis.lamps")

    async def list_lamps(limit: int | None) -> Any:
        if limit == 1:
            raise problems.Dark
        return lamps.ListLamps200(["a"], '"1"')

    async def add_lamp() -> Any:
        raise problems.Dark  # which it does not declare

    async def list_candles() -> None:
        raise problems.Dark

    return handled(
        packages, "deprecation", {"list_lamps": list_lamps, "add_lamp": add_lamp, "list_candles": list_candles}
    )


@pytest.mark.parametrize(
    ("method", "target", "status", "since"),
    [
        ("GET", "/lamps", 200, SINCE_2026),
        ("HEAD", "/lamps", 200, SINCE_2026),
        ("GET", "/lamps?limit=1", 404, SINCE_2026),
        ("GET", "/lamps?limit=0", 422, SINCE_2026),
        ("POST", "/lamps", 500, "@0"),  # nobody says since when
        ("PUT", "/lamps", 501, None),  # nobody says until when
        ("GET", "/candles", 404, None),
        ("PATCH", "/lamps", 405, None),
    ],
)
def test_every_answer_says_until_when(app: FastAPI, method: str, target: str, status: int, since: str | None) -> None:
    answer = Ask(method, target).of(app)
    assert answer.status == status
    assert answer.headers.get("deprecation") == since
    assert answer.headers.get("sunset") == (UNTIL_2027 if since else None)


def test_the_document_declares_it_of_each_response() -> None:
    case = golden.made("deprecation")
    served = json.loads(case.package.files["openapi.json"])
    found = served["paths"]["/lamps"]["get"]["responses"]
    assert set(found["200"]["headers"]) == {"ETag", "Deprecation", "Sunset"}
    for response in found.values():
        headers = {name: header.get("example") for name, header in response["headers"].items() if name != "ETag"}
        assert headers == {"Deprecation": SINCE_2026, "Sunset": UNTIL_2027}
    assert served["paths"]["/candles"]["get"]["responses"]["404"] == {"$ref": "#/components/responses/Dark"}
    assert "headers" not in served["components"]["responses"]["Dark"]
    assert "headers" not in served["paths"]["/lamps"]["put"]["responses"]["204"]
    assert served["paths"]["/lamps"]["get"]["x-sunset"] == "2027-01-31"


def test_a_mock_says_so_too(packages: Path) -> None:  # noqa: ARG001 - which the package is imported from
    app = Mock("case_deprecation", golden.made("deprecation").document, lambda _: None).application()
    for target, status in (("/lamps", 200), ("/lamps?limit=0", 422)):
        answer = Ask("GET", target).of(app)
        assert (answer.status, answer.headers["deprecation"], answer.headers["sunset"]) == (
            status,
            SINCE_2026,
            UNTIL_2027,
        )


@pytest.mark.parametrize(
    ("node", "headers"),
    [
        (ENDS, {"Deprecation": "@0", "Sunset": UNTIL_2027}),
        ({**ENDS, "deprecated": False}, {}),
        ({**ENDS, "x-sunset": "soon"}, {}),
        ({"deprecated": True}, {}),
        ({"deprecated": True, "x-deprecated-since": "2026-01-31"}, {"Deprecation": SINCE_2026}),
    ],
)
def test_what_is_announced(node: dict[str, Any], headers: dict[str, str]) -> None:
    assert announcement(node) == headers


@pytest.mark.parametrize(
    "text", ["2027-02-30", "2027-1-31", "20270131", "2027-01-31T00:00:00Z", "٢٠٢٧-01-31", 20270131]
)
def test_what_is_no_day(text: object) -> None:
    assert day(text) is None
