"""The server's first process: found again, forgotten, ended."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil

from backend.embedded import locks
from backend.embedded.errors import EmbeddedPostgresError

STOPS = ((signal.SIGINT, 30), (signal.SIGQUIT, 10))  # in order; then at once, as after a crash
POLL_SECONDS = 0.01


def find_postmaster(data: Path) -> int | None:
    """Tell the id of the process that serves `data`, if the one that `postmaster.pid` names really does."""
    try:
        pid = abs(int((data / "postmaster.pid").read_text().partition("\n")[0]))  # negative: single-user mode
        named = psutil.Process(pid)
        serves = named.name().startswith("postgres") and Path(named.cwd()) == data
    except (OSError, ValueError, OverflowError, psutil.Error):  # a zombie works nowhere
        return None
    return pid if serves else None


def forget_postmaster(data: Path, sockets: Path) -> None:
    """Remove what a dead server left: PostgreSQL would take any live process of that id for the server."""
    if pid := find_postmaster(data):
        raise EmbeddedPostgresError(f"another program started a PostgreSQL in {data} (process {pid}): stop that first")
    (data / "postmaster.pid").unlink(missing_ok=True)
    for leftover in sockets.glob(".s.PGSQL.*.lock"):
        leftover.unlink()


def end_postmaster(pid: int, alive: int) -> None:
    """Shut the server down and take its lock `alive`."""
    for number, seconds in STOPS:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if locks.try_exclusive(alive):
                return
            time.sleep(POLL_SECONDS)
    raise EmbeddedPostgresError(f"PostgreSQL (process {pid}) does not stop")
