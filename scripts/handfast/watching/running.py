"""The server that is watched: started again for what is good, left alone by what is not."""

from __future__ import annotations

import ast
import shlex
import subprocess
from collections.abc import Iterable
from pathlib import Path

from handfast.children import stop


class Running:
    """A command that serves; its output goes where ours goes."""

    def __init__(self, command: str) -> None:
        self._words = shlex.split(command)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._words, start_new_session=True)  # noqa: S603 - the user's own command

    def restart(self) -> None:
        self.stop()
        self.start()

    def stop(self) -> None:
        """End it, if it was started."""
        process, self._process = self._process, None
        if process is not None:
            stop(process)


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
