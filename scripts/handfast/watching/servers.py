"""One process that serves, or is to."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from handfast.children import await_end
from handfast.watching import spare

_MODULE = "-m"


class Server:
    """A command in a session of its own, started; its output goes where ours goes."""

    def __init__(self, command: Sequence[str], stdin: int | None = None) -> None:
        self._process = subprocess.Popen(command, start_new_session=True, stdin=stdin)  # noqa: S603 - the user's own

    def lives(self) -> bool:
        return self._process.poll() is None

    def leave(self) -> None:
        """Tell it to end, which takes a while."""
        self._process.send_signal(signal.SIGTERM)

    def await_end(self) -> None:
        await_end(self._process)

    def stop(self) -> None:
        self.leave()
        self.await_end()


class Spare(Server):
    """`python -m MODULE …` that gets ready, begins when it is told to, and asks before it takes a port: see `spare`."""

    def __init__(self, command: Sequence[str]) -> None:
        python, _, *words = command
        self._channel, theirs = socket.socketpair()
        self._asked = False
        with theirs:
            super().__init__([python, str(Path(spare.__file__)), *words], theirs.fileno())

    @staticmethod
    def fits(command: Sequence[str]) -> bool:
        """Whether one can be made of a command."""
        python, *words = command
        return Path(python).name.startswith("python") and words[:1] == [_MODULE] and len(words) > 1

    def begin(self) -> None:
        self._say(spare.BEGIN)

    def asks(self, seconds: float) -> bool:
        """Whether it has come to where it takes its port, or does so in the time given; not if it ends before."""
        if not self._asked:
            self._channel.settimeout(seconds)
            with suppress(OSError):
                self._asked = self._channel.recv(1) == spare.ASKS
        return self._asked

    def go_on_soon(self) -> None:
        """Have it take each port as soon as who has it now gives it up."""
        self._say(spare.SOON)

    def let_go(self) -> None:
        """Have it take its port, now or when it comes to it, and wait for nobody."""
        with suppress(OSError):
            self._channel.shutdown(socket.SHUT_WR)

    def leave(self) -> None:
        self._say(spare.END)
        super().leave()

    def await_end(self) -> None:
        super().await_end()
        self._channel.close()

    def _say(self, word: bytes) -> None:
        with suppress(OSError):  # it has ended, or has been let go
            self._channel.sendall(word)
