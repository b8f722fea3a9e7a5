"""What `x-stream` says of the events of a stream, taken together."""

import json
from typing import Any

import pytest

from contract_tests.traffic.streams import ending, promise_of, stream_faults

SAID = {"ends": ["done", "error"], "pieces": {"delta": "/text"}, "whole": {"done": "/message"}}


def event(name: str, **data: str) -> dict[str, Any]:
    return {"event": name, "data": json.dumps(data)}


GOOD = [event("delta", text="a "), event("delta", text="b"), event("done", message="a b")]


@pytest.mark.parametrize(
    "events", [GOOD, [GOOD[0], event("error", detail="later")], [event("done", message="")], [event("error")]]
)
def test_good_streams(events: list[dict[str, Any]]) -> None:
    assert list(stream_faults(SAID, events)) == []


@pytest.mark.parametrize(
    ("events", "fault"),
    [
        (GOOD[:2], "ends with none of done, error"),
        ([], "ends with none of done, error"),
        ([*GOOD, GOOD[2]], "ends 2 times"),
        ([*GOOD, event("error")], "ends 2 times"),
        ([*GOOD, event("comment")], "1 events come after the end"),
        ([GOOD[0], event("delta", text=" b"), GOOD[2]], "the pieces put together are 'a  b', and the whole is 'a b'"),
        ([*GOOD[:2], event("done")], "and the whole is 'None'"),
    ],
)
def test_broken_streams(events: list[dict[str, Any]], fault: str) -> None:
    assert any(fault in found for found in stream_faults(SAID, events))


def test_text_as_it_is() -> None:
    told = {"ends": ["end"], "pieces": {"word": ""}, "whole": {"end": "/text"}}
    word, end = {"event": "word", "data": "so "}, event("end", text="so ")
    assert list(stream_faults(told, [word, end])) == []
    assert list(stream_faults(told, [{**word, "data": "so"}, end])) != []


def test_links_see_the_end_of_a_stream() -> None:
    content = b'event: delta\ndata: {"text": "a"}\n\nevent: done\ndata: {"message": "a"}\n\n'
    assert ending({"x-stream": SAID}, content) == {"message": "a"}
    assert ending({"x-stream": SAID}, content.partition(b"event: done")[0]) is None
    assert ending({}, content) is None
    assert promise_of({}) is None
