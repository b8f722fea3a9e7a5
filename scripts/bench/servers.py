"""The servers that are measured, each one process that writes its log to a file."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil

from bench.cores import Cores, server_core
from bench.usage import cpu_seconds

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30
STOP_SECONDS = 15
POLL_SECONDS = 0.05
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
QUOTED = 500

CONNECTIONS = 10
"""Of each server to PostgreSQL, at most: this backend's default."""

PRODUCTION = {
    "ENVIRONMENT": "production",  # a log line for each request, in JSON
    "ASSISTANT": "offline",
    "DATABASE_PREPARED_STATEMENTS": "true",  # as with its own PostgreSQL; the drivers of the others do so unasked
}


class ServerFailed(Exception):
    """A server did not start, or ended by itself."""


class Stack(NamedTuple):
    """A way to serve the operations: the module to run, what it is told besides the database and the secret."""

    name: str
    module: str
    settings: dict[str, str]


STACKS = (
    Stack("ours", "backend", PRODUCTION),
    Stack("idiomatic", "bench.idiomatic", {}),
    Stack("floor", "bench.floor", {}),
)


class Server:
    """One that runs, and answers at the port of this machine."""

    def __init__(self, name: str, pid: int, port: int) -> None:
        self.name = name
        self.pid = pid
        self.port = port
        self._process = psutil.Process(pid)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        try:
            return cpu_seconds(self._process)
        except psutil.Error:
            raise ServerFailed(f"{self.name}: ended by itself") from None


@contextmanager
def running(stack: Stack, *, url: str, secret: str, folder: Path, cores: Cores) -> Iterator[Server]:
    """Start the server on its core and in the folder, wait until it answers, and stop it after."""
    log = folder / f"{stack.name}.log"
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "scripts")]),
        "HOST": "127.0.0.1",
        "PORT": "0",
        "DATABASE_URL": url,
        "DATABASE_POOL_SIZE": str(CONNECTIONS),
        "BETTER_AUTH_SECRET": secret,
        **stack.settings,
    }
    with log.open("wb") as output, server_core(cores):
        # In a session of its own: Ctrl-C on the terminal is for the one who stops it in order.
        process = subprocess.Popen(
            [sys.executable, "-m", stack.module],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Server(stack.name, process.pid, _wait(stack, process, log))
    finally:
        _stop(process)


def _wait(stack: Stack, process: "subprocess.Popen[bytes]", log: Path) -> int:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if found := ADDRESS.search(log.read_text(errors="replace")):
            port = int(found[1])
            if _answers(f"http://127.0.0.1:{port}", deadline):
                return port
        time.sleep(POLL_SECONDS)
    raise ServerFailed(f"{stack.name}: did not start: {log.read_text(errors='replace')[-QUOTED:].strip()}")


def _answers(url: str, deadline: float) -> bool:
    try:
        httpx.get(f"{url}/", timeout=max(0.1, deadline - time.monotonic()), trust_env=False)
    except httpx.HTTPError:
        return False
    return True


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
