"""The server that is watched: another takes its place for what is good, and what is not leaves it alone."""

from __future__ import annotations

import ast
import shlex
from collections.abc import Iterable
from pathlib import Path

from handfast.watching.servers import Server, Spare

_START_SECONDS = 60


class Running:
    """A command that serves.

    Of `python -m MODULE` the next process is always at hand, with all imported that others have written. It starts
    while the one before goes on serving, which is told to end when the next has come to where it takes its port: one
    that fails until then takes nobody's place. The next takes the port when it is free, however long the end takes.
    """

    def __init__(self, command: str) -> None:
        self._words = shlex.split(command)
        self._serving: Server | None = None
        self._next: Spare | None = None

    def prepare(self) -> None:
        """Have the first process get ready, beside what has to be done before it may serve."""
        if Spare.fits(self._words):
            self._prepared()

    def start(self) -> bool:
        """Serve what is written now, and tell whether it came to that; if not, the one before goes on."""
        if not Spare.fits(self._words):
            self._end()
            self._serving = Server(self._words)
            return True
        coming = self._prepared()
        coming.begin()
        began = coming.asks(_START_SECONDS) if self._keeps() else True
        if began:
            leaving, self._serving = self._serving, coming
            if leaving is not None:
                leaving.leave()
                coming.go_on_soon()
                leaving.await_end()
            coming.let_go()
        else:
            coming.stop()
        self._next = None
        self._prepared()
        return began

    def stop(self) -> None:
        """End it, if it was started, and the one that gets ready."""
        self._end()
        coming, self._next = self._next, None
        if coming is not None:
            coming.stop()

    def _prepared(self) -> Spare:
        if self._next is not None and not self._next.lives():
            self._next.stop()
            self._next = None
        self._next = self._next or Spare(self._words)
        return self._next

    def _keeps(self) -> bool:
        """Whether one serves that is worth keeping: one that never asked for a port may have none, or not ask here."""
        return isinstance(self._serving, Spare) and self._serving.lives() and self._serving.asks(0)

    def _end(self) -> None:
        serving, self._serving = self._serving, None
        if serving is not None:
            serving.stop()


def broken(paths: Iterable[Path]) -> list[str]:
    """What is no Python among files that have changed, by `file:line`; a server would not start with it."""
    found = []
    for path in paths:
        try:
            ast.parse(path.read_bytes())
        except SyntaxError as error:
            found.append(f"{path}:{error.lineno}:{error.offset}: {error.msg}")
        except (OSError, ValueError):
            continue  # gone again, or no text
    return found
