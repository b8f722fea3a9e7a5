"""Responses: what a handler gives, on the wire."""

from typing import Any

import pytest
from pydantic import MISSING
from pydantic_core import PydanticSerializationError

from handfast.support.adapters import Adapter
from handfast.support.models import Model
from handfast.support.responses import (
    accepted,
    chosen,
    empty_response,
    event_response,
    json_response,
    raw_response,
    stream_response,
)
from handfast.support.streams import StreamResponse, as_given
from tests.handfast.support.streaming import Items


class Note(Model):
    title: str
    line: int | MISSING = MISSING


WRONG: Any = 7
NOTE: Adapter[Note] = Adapter(Note)


def test_json_is_written_compactly() -> None:
    response = json_response(201, NOTE, Note(title="é", line=1), {"Location": "/notes/7"})
    assert (response.status_code, response.body) == (201, '{"title":"é","line":1}'.encode())
    assert response.headers["content-type"] == "application/json"
    assert response.headers["location"] == "/notes/7"


def test_what_is_missing_is_left_out() -> None:
    assert json_response(200, NOTE, Note(title="x")).body == b'{"title":"x"}'


def test_another_media_type_is_named() -> None:
    response = json_response(200, NOTE, Note(title="x"), media_type="application/hal+json")
    assert response.headers["content-type"] == "application/hal+json"


@pytest.mark.parametrize("content", [{"title": "x"}, "x", [Note(title="x")], Note.model_construct(title=WRONG)])
def test_content_of_another_type_is_an_error(content: Any) -> None:
    with pytest.raises(PydanticSerializationError):
        json_response(200, NOTE, content)


def test_headers_are_text_and_those_without_a_value_are_left_out() -> None:
    response = empty_response(204, {"Retry-After": 30, "ETag": None, "X-Text": "a"})
    assert (response.headers["retry-after"], response.headers["x-text"]) == ("30", "a")
    assert "etag" not in response.headers


def test_nothing_is_sent_as_nothing() -> None:
    response = empty_response(204)
    assert (response.body, "content-type" in response.headers) == (b"", False)


def test_raw_content_is_sent_as_it_is() -> None:
    assert raw_response(200, b"\x00\xff", "image/png").body == b"\x00\xff"
    page = raw_response(200, "é", "text/html", {"ETag": '"1"'})
    assert (page.body, page.headers["content-type"]) == ("é".encode(), "text/html; charset=utf-8")
    assert page.headers["etag"] == '"1"'


def test_raw_content_may_come_piece_by_piece() -> None:
    response = raw_response(200, aiter(Items()), "image/png", {"ETag": '"1"', "X-Left": None})
    assert isinstance(response, StreamResponse)
    assert dict(response.headers) == {"etag": '"1"', "content-type": "image/png"}


def test_streams_of_items_are_not_held_back() -> None:
    events = event_response(200, as_given, aiter(Items()), {"ETag": '"1"'})
    assert (events.headers["x-accel-buffering"], events.headers["etag"]) == ("no", '"1"')
    assert events.headers["content-type"] == "text/event-stream; charset=utf-8"
    lines = stream_response(200, as_given, aiter(Items()), "application/jsonl")
    assert (lines.headers["x-accel-buffering"], lines.headers["content-type"]) == ("no", "application/jsonl")


@pytest.mark.parametrize(
    ("media_type", "declared"),
    [
        ("image/png", ("image/*",)),
        ("image/svg+xml", ("text/csv", "image/*")),
        ("Image/PNG", ("image/png",)),
        ("text/csv; header=present", ("text/csv",)),
        ("text/csv", ("text/csv; charset=utf-8",)),
        ("font/woff2", ("*/*",)),
    ],
)
def test_a_declared_media_type_may_be_chosen(media_type: str, declared: tuple[str, ...]) -> None:
    assert chosen(media_type, *declared) == media_type


@pytest.mark.parametrize("media_type", ["", "image", "image/*", "*/*", "text/csv2", "audio/image/png"])
def test_no_other_may_be(media_type: str) -> None:
    with pytest.raises(ValueError, match="is not declared"):
        chosen(media_type, "image/*", "text/csv")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("text/json", "text/json"),
        ("text/*;q=0.9, application/json;q=0.1", "text/json"),
        ("*/*, application/json;q=0", "text/json"),
        ("image/png", "application/json"),
        ("text/json;q=never, ;", "application/json"),
    ],
)
def test_of_media_types_that_say_the_same_the_client_gets_the_one_it_would_rather_have(
    accept: str | None, expected: str
) -> None:
    headers = [(b"accept", accept.encode())] if accept is not None else []
    assert accepted({"type": "http", "headers": headers}, "application/json", "text/json") == expected
