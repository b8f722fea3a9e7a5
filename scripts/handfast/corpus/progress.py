"""How far the measuring has come: a bar on a terminal, elsewhere a line for each result."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Sequence
from typing import Self, TextIO

from handfast.corpus.documents import Entry
from handfast.corpus.outcomes import Result
from handfast.corpus.table import HEADING, row

_BAR = 24
_BASE = 50_000  # what a document costs however small it is, in bytes of one that costs as much


class Progress:
    """Tells of results as they come."""

    def __init__(self, documents: Sequence[Entry], tools: Sequence[str], stream: TextIO) -> None:
        self._several = len(tools) > 1
        self._total, self._all = len(documents) * len(tools), sum(map(_weight, documents)) * len(tools)
        self._done, self._weight = 0, 0
        self._current: list[str] = []
        self._began = time.monotonic()
        self._stream = stream
        self._bar = stream.isatty()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        if not self._bar:
            self._say(HEADING)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._stream.write("\r\x1b[K")

    def began(self, entry: Entry, tool: str) -> None:
        with self._lock:
            self._current.append(self._named(entry, tool))
            self._draw()

    def ended(self, entry: Entry, tool: str) -> None:
        with self._lock:
            self._current.remove(self._named(entry, tool))
            self._done += 1
            self._weight += _weight(entry)
            self._draw()

    def said(self, result: Result) -> None:
        if not self._bar:
            self._say(row(result, tool=self._several))

    def _named(self, entry: Entry, tool: str) -> str:
        return f"{entry.name} ({tool})" if self._several else entry.name

    def _say(self, line: str) -> None:
        self._stream.write(f"{line}\n")
        self._stream.flush()

    def _draw(self) -> None:
        if not self._bar:
            return
        full = _BAR * self._weight // self._all
        bar = "#" * full + "." * (_BAR - full)
        line = f"[{bar}] {self._done}/{self._total} {self._left()}  {', '.join(self._current)}"
        self._stream.write(f"\r\x1b[K{line[: shutil.get_terminal_size().columns - 1]}")
        self._stream.flush()

    def _left(self) -> str:
        if not self._weight:
            return ""
        seconds = (time.monotonic() - self._began) * (self._all - self._weight) / self._weight
        return f"{seconds // 60:.0f}:{seconds % 60:02.0f} left"


def _weight(entry: Entry) -> int:
    return entry.size + _BASE
