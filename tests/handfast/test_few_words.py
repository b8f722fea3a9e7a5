"""Schemas that say less than they mean: a map without a type, items beside a choice, words in a part of their own."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.handfast.mounted import keeping, plain


@pytest.fixture
def got() -> dict[str, Any]:
    """What the last handler was given."""
    return {}


@pytest.fixture
def things(packages: Path, got: dict[str, Any]) -> TestClient:
    return keeping(packages, "few_words", got, ("find_things", "set_thing", "add_photo"))


@pytest.mark.parametrize(
    "body",
    [
        {"counts": {"a": 1}},
        {"command": "run"},
        {"command": ["run", "it"]},
        {"words": {"a": "b"}},
        {"colour": "red"},
        {"level": 3},
        {"address": {"street": "a", "town": "b"}},
        {"route": {"kind": "road", "miles": 7}},
        {"codes": ["a"], "known": {"name": "b"}},
        {"raw": "bytes", "tags": ["a", "b"]},
    ],
)
def test_what_fits_arrives(things: TestClient, got: dict[str, Any], body: Any) -> None:
    answer = things.put("/things", json=body)
    assert answer.status_code == 204, answer.text
    assert plain(got["positional"][0]) == body


@pytest.mark.parametrize(
    "body",
    [
        {"counts": {"a": "1"}},
        {"counts": 7},
        {"command": [7]},
        {"command": ["a", "b", "c"]},
        {"command": 7},
        {"words": {"a": 7}},
        {"colour": None},
        {"raw": 7},
        {"level": True},
        {"address": {"street": None}},
        {"address": {"town": None}},
        {"route": {"kind": "road", "miles": "7"}},
        {"codes": ["A"]},
        {"codes": [7]},
        {"known": {"id": 7}},
    ],
)
def test_what_does_not_is_refused(things: TestClient, body: Any) -> None:
    assert things.put("/things", json=body).status_code == 422


def test_a_file_may_come_in_json_where_both_are_declared(things: TestClient, got: dict[str, Any]) -> None:
    assert things.post("/photos", json={"photo": "abc"}).status_code == 204
    assert got["positional"][0].photo.content == b"abc"
    assert things.post("/photos", files={"photo": ("a.png", b"\x89", "image/png")}).status_code == 204
    assert got["positional"][0].photo.content == b"\x89"
    assert things.post("/photos", json={"photo": 7}).status_code == 422


@pytest.mark.parametrize(
    ("query", "style", "size"), [("style=&size=", "", None), ("style=plain&size=small", "plain", "small")]
)
def test_nothing_is_a_value_where_it_is_declared(
    things: TestClient, got: dict[str, Any], query: str, style: str, size: str | None
) -> None:
    assert things.get(f"/things?{query}").status_code == 204
    assert (got["style"], got["size"]) == (style, size)


def test_what_is_only_read_is_not_demanded_of_a_parameter(things: TestClient, got: dict[str, Any]) -> None:
    assert things.get("/things", params={"like": '{"name": "a"}'}).status_code == 204
    assert plain(got["like"]) == {"name": "a"}
    assert things.get("/things", params={"like": '{"id": 7}'}).status_code == 422
