"""Programs that use an embedded database, and what the process table says of its server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

REPOSITORY = Path(__file__).parents[2]
PATIENCE_SECONDS = 30

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY), *filter(None, sys.path)])}

PROGRAM = """
import sys
from pathlib import Path
from backend.embedded import EmbeddedPostgres

with EmbeddedPostgres(Path(sys.argv[1])) as server:
    print(server.dsn(), flush=True)
    sys.stdin.read()
"""


@dataclass
class App:
    """A program that uses the database in a folder until its standard input ends."""

    process: subprocess.Popen[str]
    stdin: IO[str]
    stdout: IO[str]

    def dsn(self) -> str:
        """Wait until it has started."""
        return self.stdout.readline().strip()

    def leave(self) -> int:
        self.stdin.close()
        return self.process.wait(PATIENCE_SECONDS)

    def signal(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


def launch(folder: Path, program: str = PROGRAM, user: int | None = None) -> App:
    """Run a Python program whose argument is the folder, as another user if one is given."""
    process = subprocess.Popen(
        [sys.executable if user is None else python_for(user), "-c", program, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
        env=ENVIRONMENT,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
    assert process.stdin
    assert process.stdout
    return App(process, process.stdin, process.stdout)


def python_for(user: int) -> str:
    """Find a Python of this version that another user may run; an empty string if there is none."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        command = [python, "-c", "import psycopg, psutil, backend"]
        with suppress(OSError):
            ran = subprocess.run(
                command,
                capture_output=True,
                check=False,
                cwd="/",
                env=ENVIRONMENT,
                user=user,
                group=user,
                extra_groups=[],
            )
            if ran.returncode == 0:
                return python
    return ""


def servers_below(folder: Path) -> list[psutil.Process]:
    """List the PostgreSQL processes that work in a folder, without zombies."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            words = [process.cwd(), *process.cmdline()]
            if process.name() in {"postgres", "initdb"} and any(str(folder) in word for word in words):
                found.append(process)
    return found


def postmaster(folder: Path) -> int:
    """Read the process id of the server in a folder."""
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def wait_until(condition: Callable[[], object]) -> None:
    """Fail if the condition does not come to hold."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)
