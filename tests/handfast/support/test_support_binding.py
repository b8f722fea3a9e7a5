"""Parameters: from the text of a request to typed values, or one 422 with everything that is wrong."""

import json
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from fastapi import FastAPI
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from handfast.support.access import require_owner
from handfast.support.adapters import Adapter
from handfast.support.binding import Parameter, Reading
from handfast.support.decoders import Decoder, array, boolean, first_of, integer, nullable, number, text, texts
from handfast.support.formats import DateText, DateTimeText, UuidText
from tests.handfast.support.asgi import Answer, get, serve


class Colour(StrEnum):
    red = "red"
    blue = "blue"


def reading(*parameters: Parameter[Any], path: str = "/") -> FastAPI:
    """An application that reads parameters and answers with their values."""

    async def read_all(request: Request) -> Response:
        with Reading(request) as read:
            values = [read(parameter) for parameter in parameters]
        return Response(json.dumps(values, default=str))

    return serve(read_all, path=path)


def query(decoder: Decoder, annotation: Any, **more: Any) -> Parameter[Any]:
    return Parameter("query", "x", decoder, Adapter(annotation), **more)


@pytest.mark.parametrize(
    ("decoder", "annotation", "written", "value"),
    [
        (text, str, "hello", "hello"),
        (text, str, "", ""),
        (text, str, "a+b%2Bc%20d", "a b+c d"),
        (text, str, "%F0%9F%98%80%22%5C", '\U0001f600"\\'),
        (text, str, "7", "7"),
        (text, str, "a%26x%3Db", "a&x=b"),
        (integer, int, "7", 7),
        (integer, int, "-7", -7),
        (integer, int, "123456789012345678901234567890", 123456789012345678901234567890),
        (number, float, "7", 7.0),
        (number, float, "-1.5e-3", -0.0015),
        (boolean, bool, "true", True),
        (boolean, bool, "false", False),
        (text, Colour, "red", "red"),
        (text, Literal["-name"], "-name", "-name"),
        (text, DateTimeText, "2026-11-04T09:15:00%2B01:00", "2026-11-04 08:15:00+00:00"),
        (text, DateText, "2026-11-04", "2026-11-04"),
        (text, UuidText, "01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3", "01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3"),
        (integer, int | None, "7", 7),
        (text, str | None, "null", "null"),
        (nullable(integer), int | None, "null", None),
        (nullable(integer), int | None, "7", 7),
        (nullable(text), Literal["a"] | None, "null", None),
        (nullable(text), DateTimeText | None, "null", None),
        (array(text), list[str], "a&x=b,c&x=", ["a", "b,c", ""]),
        (array(integer), list[int], "1", [1]),
        (array(text, ","), list[str], "a,b,,c", ["a", "b", "", "c"]),
        (array(number, "|"), list[float], "1%7C2.5", [1.0, 2.5]),
        (texts, Any, "a", "a"),
        (texts, Any, "a&x=b", ["a", "b"]),
        (first_of(text, array(text)), Literal[""] | list[str], "a", ["a"]),
        (first_of(text, array(text)), Literal[""] | list[str], "", ""),
        (first_of(text, array(text)), Literal[""] | list[str], "a&x=b", ["a", "b"]),
        (first_of(integer, text), Annotated[int, Field(le=5)] | str, "9", "9"),
        (nullable(first_of(integer, array(integer))), Literal[1] | list[int] | None, "2", [2]),
        (nullable(first_of(integer, array(integer))), Literal[1] | list[int] | None, "null", None),
    ],
)
def test_text_becomes_the_value_it_stands_for(decoder: Decoder, annotation: Any, written: str, value: Any) -> None:
    assert get(reading(query(decoder, annotation)), f"/?x={written}").json == [value]


@pytest.mark.parametrize(
    ("decoder", "annotation", "written", "message"),
    [
        (integer, int, "", "should be an integer"),
        (integer, int, "abc", "should be an integer"),
        (integer, int, "1.0", "should be an integer"),
        (integer, int, "1_000", "should be an integer"),
        (integer, int, "%2B1", "should be an integer"),
        (integer, int, "%201", "should be an integer"),
        (integer, int, "007", "should be an integer"),
        (integer, int, "0x10", "should be an integer"),
        (integer, int, "1%0A", "should be an integer"),
        (integer, int, "%D9%A1", "should be an integer"),
        (number, float, "NaN", "should be a number"),
        (number, float, "Infinity", "should be a number"),
        (number, float, ".5", "should be a number"),
        (boolean, bool, "1", "should be true or false"),
        (boolean, bool, "True", "should be true or false"),
        (boolean, bool, "", "should be true or false"),
        (text, Colour, "green", "Input should be 'red' or 'blue'"),
        (text, Annotated[str, Field(max_length=2)], "abc", "String should have at most 2 characters"),
        (text, Annotated[str, Field(pattern="^[^\\x00]*$")], "%00", "String should match pattern '^[^\\x00]*$'"),
        (integer, Annotated[int, Field(ge=1)], "0", "Input should be greater than or equal to 1"),
        (text, DateTimeText, "2026-11-04", "is no RFC 3339 date-time"),
        (text, str, "a&x=b", "is given more than once"),
        (integer, int, "1&x=1", "is given more than once"),
        (text, str, "%FF", "is not UTF-8 text"),
        (text, str, "%ED%A0%80", "is not UTF-8 text"),
        (text, str, "%C3", "is not UTF-8 text"),
        (array(text, ","), list[str], "a&x=b", "is given more than once"),
        (array(integer), list[int], "1&x=b", "should be an integer"),
        (integer, int, "9" * 5_000, "has too many digits"),
        (first_of(integer, boolean), int | bool, "a", "should be true or false"),
        (first_of(integer, boolean), int | bool, "%FF", "is not UTF-8 text"),
    ],
)
def test_text_that_stands_for_nothing_is_refused(decoder: Decoder, annotation: Any, written: str, message: str) -> None:
    answer = get(reading(query(decoder, annotation)), f"/?x={written}")
    assert (answer.status, answer.errors) == (422, [("query", "/x", message)])


@pytest.mark.parametrize(
    ("decoder", "annotation", "written", "value"),
    [
        (text, Literal["", "a"], "", ""),
        (text, Literal["a"], "", None),
        (integer, int, "", None),
        (first_of(integer, boolean), int | bool, "", None),
        (text, Literal["a"], "b", "Input should be 'a'"),
    ],
)
def test_nothing_may_be_written_where_that_is_allowed(
    decoder: Decoder, annotation: Any, written: str, value: Any
) -> None:
    """It stands for itself where it fits, and for no value elsewhere."""
    answer = get(reading(query(decoder, annotation, empty=True)), f"/?x={written}")
    assert (answer.errors[0][2] if answer.status == 422 else answer.json[0]) == value


def test_an_item_is_pointed_at() -> None:
    app = reading(query(array(integer), list[Annotated[int, Field(le=5)]]))
    assert get(app, "/?x=1&x=9&x=8").errors == [
        ("query", "/x/1", "Input should be less than or equal to 5"),
        ("query", "/x/2", "Input should be less than or equal to 5"),
    ]


def test_one_that_is_left_out_is_its_default_or_nothing() -> None:
    app = reading(query(integer, int, default=20), Parameter("query", "y", text, Adapter(str)))
    assert get(app, "/").json == [20, None]
    assert get(app, "/?unknown=1&X=3").json == [20, None]


def test_one_that_is_required_is_missed() -> None:
    app = reading(
        query(integer, int, required=True), Parameter("header", "If-Match", text, Adapter(str), required=True)
    )
    answer = get(app, "/?X=1")
    assert answer.errors == [("query", "/x", "is required"), ("header", "/If-Match", "is required")]


def test_everything_that_is_wrong_comes_at_once() -> None:
    app = reading(
        Parameter("path", "id", integer, Adapter(int), required=True),
        query(boolean, bool),
        Parameter("header", "X-Count", integer, Adapter(int)),
        Parameter("cookie", "theme", text, Adapter(Colour)),
        path="/notes/{id}",
    )
    answer = get(app, "/notes/a?x=maybe", ("X-Count", "many"), ("Cookie", "theme=green"))
    assert answer.errors == [
        ("path", "/id", "should be an integer"),
        ("query", "/x", "should be true or false"),
        ("header", "/X-Count", "should be an integer"),
        ("cookie", "/theme", "Input should be 'red' or 'blue'"),
    ]


def test_a_name_is_escaped_in_its_pointer() -> None:
    app = reading(Parameter("query", "a/b~c", text, Adapter(str), required=True))
    assert get(app, "/").errors == [("query", "/a~1b~0c", "is required")]
    assert get(app, "/?a%2Fb~c=1").json == ["1"]


def test_names_of_query_parameters_are_compared_unescaped() -> None:
    app = reading(Parameter("query", "filter[größe]", text, Adapter(str)))
    assert get(app, "/?filter%5Bgr%C3%B6%C3%9Fe%5D=7").json == ["7"]


def test_a_broken_name_breaks_nothing() -> None:
    assert get(reading(query(text, str)), "/?%FF=1&x=2&&=3").json == ["2"]


@pytest.mark.parametrize(
    ("headers", "value"),
    [
        ((("If-Match", '"a"'),), '"a"'),
        ((("IF-MATCH", '"a"'),), '"a"'),
        ((("If-Match", '"a"'), ("If-Match", '"b"')), '"a", "b"'),
        ((("If-Match", ""),), ""),
        ((), None),
    ],
)
def test_a_header_is_read_whatever_its_case(headers: tuple[tuple[str, str], ...], value: str | None) -> None:
    """Lines of one header are one value, as RFC 9110 section 5.3 has it."""
    assert get(reading(Parameter("header", "If-Match", text, Adapter(str))), "/", *headers).json == [value]


def test_a_cookie_is_read_by_its_name() -> None:
    app = reading(Parameter("cookie", "theme", text, Adapter(str)))
    assert get(app, "/", ("Cookie", "other=1; theme=dark")).json == ["dark"]
    assert get(app, "/", ("Cookie", "Theme=dark")).json == [None]


@pytest.mark.parametrize(
    ("segment", "answer"),
    [
        ("a%2Fb", ["a/b"]),
        ("%C3%A9", ["é"]),
        ("a+b", ["a+b"]),
        ("%FF", [("path", "/id", "is not UTF-8 text")]),
    ],
)
def test_a_path_parameter_is_its_segment(segment: str, answer: list[Any]) -> None:
    app = reading(Parameter("path", "id", text, Adapter(str), required=True), path="/notes/{id}")
    sent = get(app, f"/notes/{segment}")
    assert (sent.json if sent.status == 200 else sent.errors) == answer


def test_an_error_of_the_reader_is_not_hidden() -> None:
    async def fails(request: Request) -> Response:
        with Reading(request) as read:
            read(query(integer, int))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        get(serve(fails), "/?x=a")


def test_no_more_than_a_hundred_errors_are_told() -> None:
    app = reading(query(array(integer), list[Annotated[int, Field(le=0)]]))
    assert len(get(app, "/?" + "&".join(["x=1"] * 500)).errors) == 100


@pytest.mark.parametrize("user", ["u1", "%751"])
def test_the_owner_is_compared_unescaped(user: str) -> None:
    assert owned()(user).status == 200


@pytest.mark.parametrize("user", ["u2", "U1", "u1%00", "u1%20", "%FF", "u1%2F", "a" * 5_000, "..", "%ED%A0%80"])
def test_any_other_owner_is_refused_alike(user: str) -> None:
    answer = owned()(user)
    assert (answer.status, answer.errors) == (403, [])


def owned() -> Callable[[str], Answer]:
    """Asks for the notes of a user as u1."""

    async def read_owner(request: Request) -> Response:
        return Response(require_owner(request, "user_id", "u1"))

    app = serve(read_owner, path="/{user_id}/notes")
    return lambda user: get(app, f"/{user}/notes")
