"""Bodies by their media type, forms and files: what a client writes is what a handler gets."""

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
def forms(packages: Path, got: dict[str, Any]) -> TestClient:
    return keeping(packages, "forms", got, ("add_pet", "add_photos", "add_album", "add_walk", "add_sale"))


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
        ("town=Ulm&days=1&days=2&dogs=3", {"place": {"town": "Ulm", "days": [1, 2]}, "dogs": [3]}),
        ("place[town]=Ulm", {"place": {"town": "Ulm"}}),
        ("place=", {"place": {}}),
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


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("name=a&town=Ulm", {"from": {"name": "a", "town": "Ulm"}, "to": {"name": "a", "town": "Ulm"}}),
        ("name=a&town=Bonn", {"from": {"name": "a", "town": "Bonn"}}),
        ("name=a&town=Kiel&age=7", {"to": {"name": "a", "town": "Kiel", "age": 7}}),
        ("from[name]=a&from[town]=Bonn&name=b", {"from": {"name": "a", "town": "Bonn"}, "to": {"name": "b"}}),
        ("name=a&town=Bonn&age=7", None),
        ("name=a&town=Paris&age=7", None),
        ("name=a&town=Paris", None),
    ],
)
def test_objects_that_share_members_have_them_where_they_fit(
    forms: TestClient, got: dict[str, Any], written: str, expected: dict[str, Any] | None
) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = forms.post("/sales", content=written.encode(), headers=headers)
    assert answer.status_code == (422 if expected is None else 204), answer.text
    if expected is not None:
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
