"""Real servers: `python -m backend` in a folder of its own, and what it says and logs."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from backend.settings import Settings

REPOSITORY = Path(__file__).parents[2]
PATIENCE_SECONDS = 60
SECRET = "W5rV0mQy8Jk2Zt7Xb4Nc9Lf1Hg6Pd3SaTb0Yc2Ke"
OURS = {name.upper() for name in Settings.model_fields}


def environment(**variables: str) -> dict[str, str]:
    """Return the environment of a server: this one's, less every setting of ours, and those that are given."""
    rest = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**rest, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1", **variables}


def run_server(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one that is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "backend"],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@dataclass
class Server:
    """One that runs, or did."""

    process: subprocess.Popen[bytes]
    output: Path
    url: str = ""

    def client(self, **options: Any) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=PATIENCE_SECONDS, **options)

    def text(self) -> str:
        return self.output.read_text()

    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text().splitlines()]

    def line(self, **wanted: object) -> dict[str, Any]:
        """Wait for a line of the log that has what is wanted."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for line in self.log():
                if wanted.items() <= line.items():
                    return line
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"no line with {wanted} in:\n{self.text()}")

    def below(self) -> list[psutil.Process]:
        """List the processes that it started, and theirs."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def running_server(folder: Path, **variables: str) -> Iterator[Server]:
    """Serve on a free port until the block ends, with generous limits and lines of JSON unless told otherwise."""
    defaults = {
        "BETTER_AUTH_SECRET": SECRET,
        "PORT": "0",
        "LOG_FORMAT": "json",
        "LOGIN_LIMIT": "100000",
        "REGISTER_LIMIT": "100000",
    }
    output = folder / f"output-{time.monotonic_ns()}"
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "backend"],
            cwd=folder,
            env=environment(**{**defaults, **variables}),
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(process, output)
    try:
        server.url = server.line(event="serving")["url"]
        yield server
    finally:
        if process.poll() is None:
            server.stop()
