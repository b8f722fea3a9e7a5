"""What a long run does: a live line on a terminal, elsewhere one every few seconds. A quick run says nothing."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from typing import Self, TextIO

Said = Callable[[str], None]
_PATIENCE = {True: 1.0, False: 5.0}  # seconds before the first word, by whether there is a terminal
_EVERY = {True: 0.2, False: 5.0}


def quietly(step: str) -> None:
    """For runs that nobody watches."""


class Progress:
    """Tells of the steps of a run, by a thread of its own: a step may take minutes inside of somebody else's code."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._live = stream, stream.isatty()
        self._step = ""
        self._began = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tell, daemon=True)

    def __call__(self, step: str) -> None:
        self._step = step

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _tell(self) -> None:
        told, pause = False, _PATIENCE[self._live]
        while not self._over.wait(pause):
            told, pause = True, _EVERY[self._live]
            self._write(f"{self._step} ({time.monotonic() - self._began:.0f} s)")
        if told and self._live:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _write(self, line: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        self._stream.write(f"\r\x1b[K{line[:width]}" if self._live else f"{line}\n")
        self._stream.flush()
