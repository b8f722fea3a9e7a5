"""The server that is watched: started again for what is good, left alone by what is not."""

from __future__ import annotations

import ast
import shlex
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from handfast.children import stop
from handfast.watching import spare


class Running:
    """A command that serves; its output goes where ours goes.

    For `python -m MODULE` the next one may get ready before it is known whether there will be one: what it imports of
    others takes longer than all the rest of its start.
    """

    def __init__(self, command: str) -> None:
        self._words = shlex.split(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._spare: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        waiting, self._spare = self._spare, None
        if waiting is not None and _told(waiting):
            self._process = waiting
        else:
            self._process = subprocess.Popen(self._words, start_new_session=True)  # noqa: S603 - the user's own command

    def prepare(self) -> None:
        """Have the next one get ready, beside the one that serves."""
        python, *words = self._words
        if words[:1] == ["-m"] and Path(python).name.startswith("python") and self._spare is None:
            command = [python, str(Path(spare.__file__)), *words[1:]]
            self._spare = subprocess.Popen(command, start_new_session=True, stdin=subprocess.PIPE)  # noqa: S603 - as above

    def restart(self) -> None:
        self._end()
        self.start()

    def stop(self) -> None:
        """End it, if it was started, and the one that gets ready."""
        self._end()
        waiting, self._spare = self._spare, None
        if waiting is not None:
            _end_waiting(waiting)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            stop(process)


def _told(process: subprocess.Popen[bytes]) -> bool:
    """Whether one in waiting heard that it is to serve."""
    if process.poll() is None and process.stdin is not None:
        with suppress(OSError):
            process.stdin.write(spare.GO)
            process.stdin.close()
            return True
    _end_waiting(process)
    return False


def _end_waiting(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()


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
