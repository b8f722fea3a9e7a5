"""Parameters in every style: what a client writes is what a handler gets."""

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
def styles(packages: Path, got: dict[str, Any]) -> TestClient:
    return keeping(packages, "parameter_styles", got, ("simple", "label", "matrix", "query", "either"))


@pytest.fixture
def finds(packages: Path, got: dict[str, Any]) -> TestClient:
    return keeping(packages, "querystring", got, ("find_words", "find_things", "find_texts", "find_either"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/simple/1,2", [[1, 2]]),
        ("/simple/1", [[1]]),
        ("/label/.1,2/.x=1.y=2", [[1, 2], {"x": 1, "y": 2}]),
        ("/matrix/;id=5/;ids=1;ids=2/;point=x,1,y,2", [5, [1, 2], {"x": 1, "y": 2}]),
    ],
)
def test_in_paths(styles: TestClient, got: dict[str, Any], path: str, expected: list[Any]) -> None:
    answer = styles.get(path)
    assert answer.status_code == 204, answer.text
    assert [plain(value) for value in got["positional"]] == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("page=3", {"page": 3}),
        ("page[number]=3&page[size]=5", {"page": {"number": 3, "size": 5}}),
        ("at=true", {"at": True}),
        ("at=x,1", {"at": {"x": 1}}),
        ("limit=1&colour=red&page=2", {"limit": 1, "page": 2, "labels": {"colour": "red"}}),
    ],
)
def test_an_object_or_something_else(
    styles: TestClient, got: dict[str, Any], query: str, expected: dict[str, Any]
) -> None:
    """And an object of any names leaves those to other parameters that are theirs."""
    answer = styles.get(f"/either?{query}")
    assert answer.status_code == 204, answer.text
    named = {name: plain(value) for name, value in got.items() if name in ("page", "at", "limit", "labels")}
    assert {name: value for name, value in named.items() if value is not None} == expected


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        ("form=1,2", "form", [1, 2]),
        ("form=1%2C2", "form", [1, 2]),
        ("form=", "form", []),
        ("space=1%202", "space", [1, 2]),
        ("space=1+2", "space", [1, 2]),
        ("pipe=a|b", "pipe", ["a", "b"]),
        ("pipe=a%7Cb", "pipe", ["a", "b"]),
        ("x=1&y=2", "point", {"x": 1, "y": 2}),
        ("flat=x,1,y,2", "flat", {"x": 1, "y": 2}),
        ("filter[name]=a&filter[ages]=1&filter[ages]=2", "filter", {"name": "a", "ages": [1, 2]}),
        ("filter[ages][]=1&filter[ages][]=2", "filter", {"ages": [1, 2]}),
        ("filter%5Bat%5D%5Bx%5D=1", "filter", {"at": {"x": 1}}),
        ('json={"ages":[1]}', "json", {"ages": [1]}),
        ("either=7", "either", 7),
        ("either=true", "either", True),
        ("either=seven", "either", "seven"),
        ("whatever=a", "whatever", "a"),
        ("whatever=a&whatever=b", "whatever", ["a", "b"]),
        ("picked=1,2", "picked", [1, 2]),
        ("picked=1", "picked", [1]),
        ("picked=", "picked", ""),
        ("flag=", "flag", None),
        ("flag=true", "flag", True),
        ("sort=age&sort=name", "sort", ["age", "name"]),
        ("", "sort", ["name"]),
        ("inline[a]=1", "inline", {"a": 1}),
        ("", "point", None),
        ("", "filter", None),
    ],
)
def test_in_queries(styles: TestClient, got: dict[str, Any], query: str, name: str, expected: Any) -> None:
    answer = styles.get(f"/query?{query}")
    assert answer.status_code == 204, answer.text
    assert plain(got[name]) == expected


def test_in_headers_and_cookies(styles: TestClient, got: dict[str, Any]) -> None:
    assert styles.get("/simple/1", headers={"X-Ids": "1, 2", "X-Point": "x=1,y=2"}).status_code == 204
    assert (got["x_ids"], plain(got["x_point"])) == ([1, 2], {"x": 1, "y": 2})
    assert styles.get("/query", headers={"Cookie": "other=1; seen=1,2"}).status_code == 204
    assert got["seen"] == [1, 2]
    assert got["since"].isoformat() == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize("cookies", ["left=a; other=b; eaten=2", "crumb=left=a,eaten=2", "left=a; crumb=eaten=2"])
def test_an_object_in_cookies_is_several_or_one(styles: TestClient, got: dict[str, Any], cookies: str) -> None:
    assert styles.get("/query", headers={"Cookie": cookies}).status_code == 204
    assert plain(got["crumb"]) == {"left": "a", "eaten": 2}


@pytest.mark.parametrize("cookies", ["crumb=left=a,eaten=b", "crumb=eaten=2; crumb=eaten=b; eaten=b"])
def test_an_object_in_cookies_is_held_to_its_schema(styles: TestClient, cookies: str) -> None:
    assert styles.get("/query", headers={"Cookie": cookies}).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "/simple/a",
        "/label/1,2/.x=1",
        "/label/.1/.x=a",
        "/matrix/5/;ids=1/;point=x,1",
        "/matrix/;id=5/;other=1/;point=x,1",
        "/matrix/;id=5/;ids=1/;point=x",
        "/query?form=1&form=2",
        "/query?flat=x",
        "/query?filter[at]=1&filter[at][x]=1",
        "/query?filter[at][x]=a",
        "/query?json={",
        "/query?x=a",
        "/query?inline[a][b]=1",
    ],
)
def test_what_is_written_otherwise_is_refused(styles: TestClient, path: str) -> None:
    assert styles.get(path).status_code == 422


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/words?word=a+b&limit=3", {"word": "a b", "limit": 3}),
        ("/words?word=a&tags=1&tags=2&near=1,2.5", {"word": "a", "tags": ["1", "2"], "near": [1.0, 2.5]}),
        ("/things?%7B%22word%22:%22a%22,%22limit%22:3%7D", {"word": "a", "limit": 3}),
        ("/things", None),
        ("/texts?a%20b+", "a b+"),
        ("/either?page=2", {"page": 2}),
        ("/either?word=a", {"word": "a"}),
    ],
)
def test_a_query_is_one_value(finds: TestClient, got: dict[str, Any], url: str, expected: Any) -> None:
    answer = finds.get(url)
    assert answer.status_code == 204, answer.text
    asked = got["asked"]
    assert (asked.model_dump(mode="json", exclude_unset=True) if hasattr(asked, "model_dump") else asked) == expected


@pytest.mark.parametrize(
    "url",
    [
        "/words",
        "/words?limit=3",
        "/words?word=a&limit=0",
        "/words?word=a&more=1",
        "/things?%7B%22limit%22:3%7D",
        "/things?word=a",
        "/texts?abcdef",
        "/either?page=a",
    ],
)
def test_a_query_that_is_another_value_is_refused(finds: TestClient, url: str) -> None:
    answer = finds.get(url)
    assert answer.status_code == 422, answer.text
    assert {error["in"] for error in answer.json()["errors"]} == {"querystring"}
