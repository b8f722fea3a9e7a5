"""Long work tells what it is busy with, quick work says nothing."""

import io
import threading

import pytest

from handfast.rendering import progress
from handfast.rendering.progress import Progress


class Stream(io.StringIO):
    """A terminal, or none; `written` is set by the first word."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal, self.written = terminal, threading.Event()

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        length = super().write(text)
        self.written.set()
        return length


@pytest.mark.parametrize("terminal", [True, False])
def test_a_quick_run_says_nothing(*, terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", {True: 3600.0, False: 3600.0})
    stream = Stream(terminal=terminal)
    with Progress(stream) as said:
        said("reading")
    assert not stream.getvalue()


@pytest.mark.parametrize("terminal", [True, False])
def test_a_long_one_tells_its_step(*, terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", {True: 0.0, False: 0.0})
    stream = Stream(terminal=terminal)
    telling = Progress(stream)
    telling("making models of 2,599 schemas")
    with telling:
        assert stream.written.wait(30)
    text = stream.getvalue()
    assert "making models of 2,599 schemas (0 s)" in text
    assert text.endswith("\r\x1b[K" if terminal else "\n")
