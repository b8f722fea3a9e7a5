"""Streams of server-sent events, taken apart and held against the schema of one event."""

from pathlib import Path

import jsonschema_rs
import pytest

from contract_tests.spec.document import Document
from contract_tests.traffic.events import BrokenStream, item_schema, opened, opened_schema, read_events

CLUB = Document(Path(__file__).with_name("club") / "specs" / "openapi.yaml")
MEDIA = CLUB.operations["askAloud"].responses["200"]["content"]["text/event-stream"]
VALIDATOR = jsonschema_rs.Draft202012Validator(CLUB.alone(opened_schema(CLUB, item_schema(MEDIA))))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_fields_and_comments(end: str) -> None:
    stream = end.join(
        [": hello", "", "event: word", "data:one", "data: two", "", "id: 7", "retry: 10", "data: x", "", ""]
    )
    assert read_events(stream.encode()) == [
        {"event": "word", "data": "one\ntwo"},
        {"id": "7", "retry": 10, "data": "x"},
    ]


def test_empty_stream_has_no_event() -> None:
    assert read_events(b"") == []


@pytest.mark.parametrize(
    ("stream", "why"),
    [
        (b"data: x\n", "no empty line"),
        (b"data: x", "no empty line"),
        (b"event: word\n\n", "without data"),
        (b"data: x\nevnt: y\n\n", "evnt"),
        (b"data: \xff\n\n", "UTF-8"),
    ],
)
def test_stream_that_a_browser_would_not_read_to_its_end(stream: bytes, why: str) -> None:
    with pytest.raises(BrokenStream, match=why):
        read_events(stream)


@pytest.mark.parametrize(
    ("event", "is_right"),
    [
        ({"event": "word", "data": "so"}, True),
        ({"event": "word", "data": ""}, False),
        ({"event": "end", "data": '{"text": "so", "thread": "t"}'}, True),
        ({"event": "end", "data": '{"text": "so"}'}, False),
        ({"event": "end", "data": '{"text": "", "thread": "t"}'}, False),
        ({"event": "end", "data": "so"}, False),
        ({"event": "stop", "data": '{"code": "silent", "thread": "t"}'}, True),
        ({"event": "stop", "data": '{"code": "closed", "thread": "t"}'}, False),
        ({"event": "other", "data": "{}"}, False),
        ({"data": "so"}, False),
    ],
)
def test_data_are_held_against_their_own_schema(event: dict[str, str], *, is_right: bool) -> None:
    assert VALIDATOR.is_valid(opened(event)) is is_right
