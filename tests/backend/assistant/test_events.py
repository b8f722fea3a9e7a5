"""Bounds of the reader of events; what it reads is tried over HTTP."""

import pytest

from backend.assistant import AssistantFailed
from backend.assistant.events import MAX_BYTES, EventReader

LONGEST = b"x" * (MAX_BYTES - len(b"data:"))


@pytest.mark.parametrize("pieces", [[b"data:" + LONGEST + b"\n\n"], [b"data:", LONGEST, b"\n", b"\n"]])
def test_longest_line(pieces: list[bytes]) -> None:
    reader = EventReader()
    events = [event for _ in range(3) for piece in pieces for event in reader.feed(piece)]
    assert events == [LONGEST.decode()] * 3


@pytest.mark.parametrize(
    "received",
    [
        pytest.param(b"data:" + LONGEST + b"x", id="a line without an end"),
        pytest.param(b"data:" + LONGEST + b"x\n", id="a line"),
        pytest.param(b":" + LONGEST + b"x" * 5 + b"\n", id="a comment"),
        pytest.param(b"data:x\n" * (MAX_BYTES // 6 + 1), id="an event"),
    ],
)
def test_too_long(received: bytes) -> None:
    with pytest.raises(AssistantFailed, match="oversized"):
        list(EventReader().feed(received))


def test_an_end_of_a_line_may_come_in_two() -> None:
    reader = EventReader()
    pieces = [b"data: a\r", b"\ndata: b\r", b"\n\r", b"\n"]
    assert [event for piece in pieces for event in reader.feed(piece)] == ["a\nb"]
