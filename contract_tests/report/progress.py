"""How far it is: a line that moves on a terminal, and one line for each part in a log."""

import shutil
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from contract_tests.report.outcomes import Outcome, State

_EVERY_SECONDS = 0.25
_ERASED = "\r\x1b[2K"
_NAME_WIDTH = 24


class Progress:
    """Tells of parts as they go on."""

    def __init__(self, stream: TextIO, *, is_live: bool) -> None:
        self._stream, self._is_live = stream, is_live
        self._expected: Counter[str] = Counter()
        self._states: dict[str, Counter[State]] = {}
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._claim, self._doing, self._began = "", "starting", time.monotonic()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._painter = threading.Thread(target=self._paint, daemon=True)
        if is_live:
            self._painter.start()

    def expect(self, counts: Counter[str]) -> None:
        """How many tests each claim has."""
        self._expected = counts

    def begin(self, claim: str, doing: str) -> None:
        with self._lock:
            self._claim, self._doing = claim, doing

    @contextmanager
    def meanwhile(self, doing: str) -> Iterator[None]:
        """Tell what is done on the way to what is told now."""
        before = self._doing
        self.begin(self._claim, doing)
        try:
            yield
        finally:
            self.begin(self._claim, before)

    def note(self, outcome: Outcome) -> None:
        """Count a test; with the last one of a claim, its line is told for good."""
        claim = outcome.claim
        with self._lock:
            states = self._states.setdefault(claim, Counter())
            states[outcome.state] += 1
            self._seconds[claim] += outcome.seconds
            if states.total() == self._expected[claim]:
                self._say(f"{claim:<{_NAME_WIDTH}} {counted(states):<42} {self._seconds[claim]:6.1f} s")

    def end(self) -> None:
        self._over.set()
        if self._is_live:
            self._painter.join()
            self._stream.write(_ERASED)
        self._stream.flush()

    def _say(self, text: str) -> None:
        self._stream.write(f"{_ERASED if self._is_live else ''}{text}\n")
        self._stream.flush()

    def _paint(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            with self._lock:
                width = shutil.get_terminal_size().columns
                self._stream.write(_ERASED + self._line()[: width - 1])
                self._stream.flush()

    def _line(self) -> str:
        if not self._claim:
            return f"{self._doing}, {time.monotonic() - self._began:.0f} s"
        states = self._states.get(self._claim, Counter())
        done = f"{states.total()} of {self._expected[self._claim]}"
        failed = sum(each[State.FAILED] for each in self._states.values())
        told = [done, f"{failed} failed" if failed else "", self._doing, f"{time.monotonic() - self._began:.0f} s"]
        return f"{self._claim:<{_NAME_WIDTH}} {', '.join(each for each in told if each)}"


def counted(states: Counter[State]) -> str:
    """`12 proven, 1 failed, 2 not provable`, without what there is none of."""
    order = (State.PROVEN, State.FAILED, State.NOT_PROVABLE)
    return ", ".join(f"{states[state]} {state.value}" for state in order if states[state]) or State.IDLE.value
