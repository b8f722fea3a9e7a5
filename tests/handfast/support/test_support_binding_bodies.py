"""Bodies: what is no JSON, what breaks the schema, and what is never read."""

import json
from typing import Annotated, Any, Literal

import pytest
from fastapi import FastAPI
from pydantic import ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from handfast.support.adapters import Adapter
from handfast.support.bodies import is_sent, json_body, optional_json_body, raw_body
from handfast.support.models import Model
from tests.handfast.support.asgi import Ask, post, serve

JSON = ("Content-Type", "application/json")


class Line(Model):
    count: Annotated[int, Field(ge=0, le=100)]
    price: float = 0.0


class Note(Model):
    model_config = ConfigDict(extra="forbid")
    title: Annotated[str, Field(min_length=1, max_length=20, pattern="^[^\\x00]*$")]
    lines: list[Line] = Field(default_factory=list)
    kind: Annotated[Literal["a", "b"] | None, Field(alias="class")] = None
    either: str | list[int] | None = None


def taking(annotation: Any = Note, *media_types: str, optional: bool = False) -> FastAPI:
    """An application whose handler gets a body and answers with it."""
    adapter: Adapter[Any] = Adapter(annotation)

    async def take(request: Request) -> Response:
        reader = optional_json_body if optional else json_body
        body = await reader(request, adapter, *(media_types or ("application/json",)))
        return Response(adapter.built.dump_json(body) if body is not None else b"nothing")

    return serve(take, "POST")


def test_a_body_is_parsed() -> None:
    answer = post(taking(), b'{"title": "x", "lines": [{"count": 1, "price": 2}], "class": "a"}')
    assert answer.json == {
        "title": "x",
        "lines": [{"count": 1, "price": 2.0}],
        "class": "a",
        "either": None,
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"{",
        b"nothing",
        b'{"title": "x"',
        b'{"title": "x"} trailing',
        b"{'title': 'x'}",
        b'{"title": "x",}',
        b'{"title": NaN}',
        b'{"title": "x", "lines": [{"count": NaN}]}',
        b'{"title": "x", "lines": [{"count": 1, "price": NaN}]}',
        b'{"title": "x", "lines": [{"count": 1, "price": -Infinity}]}',
        b'{"title": "a\x00b"}',
        b'{"title": "\xff"}',
        b'{"title": "\xed\xa0\x80"}',
        b'\xef\xbb\xbf{"title": "x"}',
        '{"title": "x"}'.encode("utf-16"),
        b"\x00" * 10,
    ],
)
def test_what_is_no_json_is_400(content: bytes) -> None:
    answer = post(taking(), content)
    assert (answer.status, answer.errors) == (400, [])


@pytest.mark.parametrize("annotation", [Any, dict[str, Any], dict[str, float]])
@pytest.mark.parametrize("constant", [b"NaN", b"Infinity", b"-Infinity"])
def test_constants_are_no_json_wherever_anything_may_stand(annotation: Any, constant: bytes) -> None:
    assert post(taking(annotation), b'{"x": ' + constant + b"}").status == 400
    assert post(taking(dict[str, Any]), b'{"x": "' + constant + b'"}').json == {"x": constant.decode()}


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        (b"null", [("", "Input should be an object")]),
        (b"[]", [("", "Input should be an object")]),
        (b"{}", [("/title", "Field required")]),
        (b'{"title": "x", "more": 1}', [("/more", "Extra inputs are not permitted")]),
        (b'{"title": "x", "a/b~": 1}', [("/a~1b~0", "Extra inputs are not permitted")]),
        (b'{"title": "x", "kind": "a"}', [("/kind", "Extra inputs are not permitted")]),
        (b'{"title": 7}', [("/title", "Input should be a valid string")]),
        (b'{"title": "a\\u0000b"}', [("/title", "String should match pattern '^[^\\x00]*$'")]),
        (b'{"title": "x", "lines": [{"count": "1"}]}', [("/lines/0/count", "Input should be a valid integer")]),
        (b'{"title": "x", "lines": [{"count": true}]}', [("/lines/0/count", "Input should be a valid integer")]),
        (b'{"title": "x", "lines": [{"count": 1.5}]}', [("/lines/0/count", "Input should be a valid integer")]),
        (
            b'{"title": "x", "lines": [{"count": 1, "price": 1e999}]}',
            [("/lines/0/price", "Input should be a finite number")],
        ),
        (
            b'{"title": "", "lines": [{}, {"count": 101}], "class": "c"}',
            [
                ("/title", "String should have at least 1 character"),
                ("/lines/0/count", "Field required"),
                ("/lines/1/count", "Input should be less than or equal to 100"),
                ("/class", "Input should be 'a' or 'b'"),
            ],
        ),
    ],
)
def test_what_breaks_the_schema_is_422(content: bytes, errors: list[tuple[str, str]]) -> None:
    answer = post(taking(), content)
    assert (answer.status, answer.errors) == (422, [("body", *error) for error in errors])


@pytest.mark.parametrize(
    ("value", "places"), [(b"{}", ["/either"]), (b"true", ["/either"]), (b'["x"]', ["/either", "/either/0"])]
)
def test_branches_of_a_union_are_no_places(value: bytes, places: list[str]) -> None:
    answer = post(taking(), b'{"title": "x", "either": ' + value + b"}")
    assert sorted({pointer for _, pointer, _ in answer.errors}) == places


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"title": "\\ud800"}', "has text or numbers that cannot be represented"),
        (b'{"title": "x", "lines": [{"count": ' + b"9" * 5_000 + b"}]}", "has a number with too many digits"),
        (b'{"title": ' + b"[" * 400 + b"]" * 400 + b"}", "is nested too deeply"),
        (b'{"title": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "is nested too deeply"),
    ],
    ids=["lone surrogate", "5,000 digits", "400 deep", "200,000 deep"],
)
def test_what_cannot_be_kept_is_422(content: bytes, message: str) -> None:
    app = taking()
    app.router.routes[-1].max_body_bytes = 1_000_000  # type: ignore[attr-defined]
    answer = post(app, content)
    assert (answer.status, answer.errors) == (422, [("body", "", message)])


@pytest.mark.parametrize(
    ("written", "count"), [(b"1.0", 1), (b"1e1", 10), (b"100.000", 100), (b"-0.0", 0), (b"10E-1", 1)]
)
def test_a_number_without_a_fraction_is_an_integer(written: bytes, count: int) -> None:
    """JSON Schema 2020-12, 4.2.3: 1.0 is one; it is bounded as one too."""
    answer = post(taking(), b'{"title": "x", "lines": [{"count": ' + written + b"}]}")
    assert answer.json["lines"][0]["count"] == count


@pytest.mark.parametrize("written", [b"101.0", b"-1.0", b"1e300", b"1.0000001"])
def test_a_number_without_a_fraction_keeps_its_bounds(written: bytes) -> None:
    answer = post(taking(), b'{"title": "x", "lines": [{"count": ' + written + b"}]}")
    assert [pointer for _, pointer, _ in answer.errors] == ["/lines/0/count"]


def test_of_a_key_that_is_given_twice_the_last_counts() -> None:
    assert post(taking(), b'{"title": "x", "title": "y"}').json["title"] == "y"


def test_escapes_and_utf8_are_text() -> None:
    assert post(taking(), '{"title": "\\ud83d\\ude00é"}'.encode()).json["title"] == "\U0001f600é"


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "application/json; charset=us-ascii; x=y",
        "application/json;",
        " application/json ",
    ],
)
def test_the_declared_media_type_is_taken(media_type: str) -> None:
    assert post(taking(), b'{"title": "x"}', ("Content-Type", media_type)).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        [("Content-Type", "text/plain")],
        [("Content-Type", "application/jsonp")],
        [("Content-Type", "application/problem+json")],
        [("Content-Type", "application/json; charset=utf-16")],
        [("Content-Type", "application/json; charset=latin-1")],
        [("Content-Type", "")],
        [("Content-Type", "*/*")],
        [("X-Nothing", "")],
        [JSON, JSON],
    ],
)
def test_any_other_is_415_before_the_body_is_read(headers: list[tuple[str, str]]) -> None:
    answer = post(taking(), b"{", *headers)
    assert (answer.status, answer.asked) == (415, 0)


def test_several_media_types_are_taken() -> None:
    app = taking(Note, "application/json", "application/merge-patch+json")
    assert post(app, b'{"title": "x"}', ("Content-Type", "application/merge-patch+json")).status == 200


class TestTooMuch:
    def test_an_announced_length_is_refused_unread(self) -> None:
        answer = Ask("POST", "/", (JSON, ("Content-Length", "10000000"))).of(taking())
        assert (answer.status, answer.asked) == (413, 0)

    def test_a_length_of_many_digits_is_refused(self) -> None:
        assert Ask("POST", "/", (JSON, ("Content-Length", "9" * 5_000))).of(taking()).status == 413

    def test_ten_megabytes_in_pieces_are_refused_at_the_first_too_many(self) -> None:
        answer = Ask("POST", "/", (JSON,), [b" " * 100] * 100_000).of(taking())
        assert (answer.status, answer.asked) == (413, 11)

    def test_a_length_that_lies_does_not_help(self) -> None:
        answer = Ask("POST", "/", (JSON, ("Content-Length", "5")), [b" " * 600] * 2).of(taking())
        assert answer.status == 413

    def test_the_most_is_taken(self) -> None:
        content = json.dumps({"title": "x"}).encode().ljust(1_000)
        assert post(taking(), content).status == 200
        assert post(taking(), content + b" ").status == 413


def test_pieces_are_put_together() -> None:
    answer = Ask("POST", "/", (JSON,), [b'{"ti', b"", b'tle": "\xc3', b'\xa9"}']).of(taking())
    assert answer.json["title"] == "é"


def test_a_body_that_stops_half_way_has_no_answer() -> None:
    answer = Ask("POST", "/", (JSON, ("Content-Length", "50")), [b'{"title": "x"', None]).of(taking())
    assert answer.status == 0


class TestOptionalBody:
    def test_none_is_none(self) -> None:
        assert post(taking(optional=True), b"", ("X-Nothing", "")).body == b"nothing"

    def test_one_is_read(self) -> None:
        assert post(taking(optional=True), b'{"title": "x"}').json["title"] == "x"

    def test_one_without_a_media_type_is_415(self) -> None:
        assert post(taking(optional=True), b'{"title": "x"}', ("X-Nothing", "")).status == 415

    def test_one_of_another_media_type_is_415_unread(self) -> None:
        answer = post(taking(optional=True), b"x", ("Content-Type", "text/plain"))
        assert (answer.status, answer.asked) == (415, 0)

    def test_an_empty_one_with_a_media_type_is_no_json(self) -> None:
        assert post(taking(optional=True), b"").status == 400


class TestRawBody:
    @staticmethod
    def app() -> FastAPI:
        async def take(request: Request) -> Response:
            return Response(await raw_body(request, "image/png", "text/plain"))

        return serve(take, "POST")

    def test_is_what_came(self) -> None:
        assert post(self.app(), b"\x00\xff", ("Content-Type", "image/png")).body == b"\x00\xff"

    def test_has_a_media_type(self) -> None:
        assert post(self.app(), b"{}", JSON).status == 415

    def test_has_a_limit(self) -> None:
        assert post(self.app(), b"x" * 1_001, ("Content-Type", "image/png")).status == 413


@pytest.mark.parametrize(
    ("announced", "declared", "is_that"),
    [
        ("application/vnd.a+json;v=1", "application/vnd.a+json;v=1", True),
        ('application/vnd.a+json; charset=utf-8; V="1"', "application/vnd.a+json;v=1", True),
        ("application/vnd.a+json;v=2", "application/vnd.a+json;v=1", False),
        ("application/vnd.a+json", "application/vnd.a+json;v=1", False),
        ("application/vnd.a+json;v=1", "application/vnd.a+json", True),
        ("application/json", "application/json; charset=utf-8", True),
        ("image/png", "image/*", True),
        ("image/png", "text/*", False),
    ],
)
def test_media_types_are_told_apart_by_what_they_say(announced: str, declared: str, *, is_that: bool) -> None:
    request = Request({"type": "http", "headers": [(b"content-type", announced.encode())]})
    assert is_sent(request, declared) is is_that
