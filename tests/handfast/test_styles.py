"""Parameters in every style, forms and failures: what a client writes is what a handler gets, and the other way."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.handfast.mounted import believer, handled, unimplemented


@pytest.fixture
def got() -> dict[str, Any]:
    """What the last handler was given."""
    return {}


@pytest.fixture
def styles(packages: Path, got: dict[str, Any]) -> TestClient:
    return client(packages, "parameter_styles", got, ("simple", "label", "matrix", "query", "either"))


@pytest.fixture
def forms(packages: Path, got: dict[str, Any]) -> TestClient:
    return client(packages, "forms", got, ("add_pet", "add_photos", "add_album", "add_walk"))


@pytest.fixture
def finds(packages: Path, got: dict[str, Any]) -> TestClient:
    return client(packages, "querystring", got, ("find_words", "find_things", "find_texts", "find_either"))


def client(packages: Path, case: str, got: dict[str, Any], operations: tuple[str, ...]) -> TestClient:
    async def keep(*positional: Any, **named: Any) -> None:
        got.update(named, positional=positional)

    return TestClient(handled(packages, case, dict.fromkeys(operations, keep)))


def plain(value: Any) -> Any:
    """Models as what they would be in JSON."""
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


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
    ("media_type", "content", "expected"),
    [
        ("application/json", b'{"name": "Rex", "age": 3}', {"name": "Rex", "age": 3}),
        ("Application/JSON; charset=utf-8", b'{"name": "Rex"}', {"name": "Rex"}),
        ("application/x-www-form-urlencoded", b"name=Rex&tags=a&tags=b", {"name": "Rex", "tags": ["a", "b"]}),
        ("application/x-www-form-urlencoded", b"name=Rex&x=1&x=2&y[z]=3", {"name": "Rex"}),
        ("text/csv", b"Rex,3", "Rex,3"),
        ("image/png", b"\x89PNG", b"\x89PNG"),
    ],
)  # fmt: skip
def test_a_body_is_read_by_its_media_type(
    forms: TestClient, got: dict[str, Any], media_type: str, content: bytes, expected: Any
) -> None:
    answer = forms.post("/pets", content=content, headers={"Content-Type": media_type})
    assert answer.status_code == 204, answer.text
    assert plain(got["positional"][0]) == expected


@pytest.mark.parametrize(
    ("media_type", "content", "status"),
    [
        ("application/xml", b"<pet/>", 415),
        ("", b"{}", 415),
        ("application/x-www-form-urlencoded", b"age=3", 422),
        ("application/x-www-form-urlencoded", b"name=Rex&age=-3", 422),
        ("application/x-www-form-urlencoded", b"name=%ff", 422),
    ],
)
def test_a_body_that_breaks_the_contract(forms: TestClient, media_type: str, content: bytes, status: int) -> None:
    assert forms.post("/pets", content=content, headers={"Content-Type": media_type}).status_code == status


def test_files_come_with_their_names(forms: TestClient, got: dict[str, Any]) -> None:
    photo = ("rex.png", b"\x89PNG\r\n--not the end", "image/png")
    files: list[Any] = [("photo", photo), ("more", ("a", b"1")), ("more", ("b", b"2"))]
    data = {"words": ["a", "b"], "age": "3", "pet": '{"name": "Rex"}'}
    answer = forms.put("/photos", files=files, data=data)
    assert answer.status_code == 204, answer.text
    [body] = got["positional"]
    assert (body.photo.filename, body.photo.content, body.photo.media_type) == photo
    assert ([item.content for item in body.more], body.words, body.age) == ([b"1", b"2"], ["a", "b"], 3)
    assert body.pet.name == "Rex"
    assert forms.put("/photos").status_code == 204
    assert got["positional"] == (None,)


@pytest.mark.parametrize("content", [b"", b"--x", b"--x\r\n\r\n\r\n--x--", b"nothing"])
def test_broken_parts_are_no_form(forms: TestClient, content: bytes) -> None:
    answer = forms.put("/photos", content=content, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 400


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


def test_a_field_whose_name_has_brackets_is_itself(forms: TestClient, got: dict[str, Any]) -> None:
    answer = forms.put("/photos", files={"photo": ("a", b"1"), "shots[0]": ("b", b"2")})
    assert answer.status_code == 204, answer.text
    assert got["positional"][0].shots_0_.content == b"2"


def test_fields_of_a_choice_among_others_are_read_as_they_are_meant(forms: TestClient, got: dict[str, Any]) -> None:
    answer = forms.post("/albums", data={"count": "7"}, files={"cover": ("a", b"1")})
    assert answer.status_code == 204, answer.text
    assert (got["positional"][0].count, got["positional"][0].cover.content) == (7, b"1")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("dogs=null", {"dogs": None}),
        ("dogs=1&dogs=2", {"dogs": [1, 2]}),
        ("names=null", {"names": ["null"]}),  # a name as good as any
        ("hours=null", {"hours": None}),
        ("hours=1,2", {"hours": [1, 2]}),
        ("hours=", {"hours": []}),
        ("pet=null", {"pet": None}),
        ("pet=", {"pet": None}),
        ("pet[name]=Rex", {"pet": {"name": "Rex"}}),
        ('others={"name":"Rex"}&others={"name":"Max"}', {"others": [{"name": "Rex"}, {"name": "Max"}]}),
        ('others=[{"name":"Rex"},{"name":"Max"}]', {"others": [{"name": "Rex"}, {"name": "Max"}]}),
        ("others=[]", {"others": []}),
        ('others={"name":"Rex"}', {"others": [{"name": "Rex"}]}),
    ],
)
def test_null_and_json_in_forms(forms: TestClient, got: dict[str, Any], written: str, expected: dict[str, Any]) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = forms.post("/walks", content=written.encode(), headers=headers)
    assert answer.status_code == 204, answer.text
    assert got["positional"][0].model_dump(mode="json", exclude_unset=True) == expected


def test_null_is_a_word_in_parameters(forms: TestClient, got: dict[str, Any]) -> None:
    assert forms.post("/walks?days=null&leash=null").status_code == 204
    assert (got["days"], got["leash"]) == (None, None)
    assert forms.post("/walks?leash=").status_code == 204
    assert got["leash"] is None
    assert forms.post("/walks?days=1&leash=length,2").status_code == 204
    assert (got["days"], plain(got["leash"])) == ([1], {"length": 2})
    assert forms.post("/walks?days=nil").status_code == 422
    assert forms.post("/walks?leash=nil").status_code == 422


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
