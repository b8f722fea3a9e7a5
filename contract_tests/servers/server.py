"""The server under test: a process of its own, started as a user starts it, or one that runs already."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from contract_tests.spec.document import Document, Operation
from contract_tests.traffic.trust import trust

GUARD = Path(__file__).with_name("guard.py")
READY_SECONDS = 90
_LAST_LINES, _PATIENCE_SECONDS = 30, 5
STOP_SECONDS = 30


class NotReady(RuntimeError):
    """A server that cannot be had; the message says what it said last."""


@dataclass
class Server:
    """A running server. The process and the log are None if somebody else started it."""

    base_url: str
    process: subprocess.Popen[bytes] | None = None
    log_file: Path | None = None
    was_told: bool = False
    """Whether it was told to stop."""

    @property
    def log(self) -> str:
        return self.log_file.read_text(errors="replace") if self.log_file else ""

    @property
    def end_of_log(self) -> str:
        """Its last lines."""
        lines = self.log.splitlines()[-_LAST_LINES:]
        return "\n".join(["its log ends with", *(f"  {line}" for line in lines)]) if lines else "it logged nothing"

    def what_became_of_it(self) -> str:
        """How it ended, if it did without being told to; empty if it is still there."""
        if self.process is not None:
            code = self.process.poll()
            return "" if code is None or self.was_told else f"the server ended with {code}; {self.end_of_log}"
        parts = urlsplit(self.base_url)
        try:
            address = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
            socket.create_connection(address, timeout=_PATIENCE_SECONDS).close()
        except OSError as error:
            return f"nothing answers at {self.base_url} any more ({type(error).__name__})"
        return ""

    def stop(self) -> int:
        """Send SIGTERM, and return the exit code."""
        assert self.process is not None
        self.was_told = True
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)

    def end(self) -> None:
        """See to it that it is gone, whether it stops when it is told to or not."""
        assert self.process is not None
        assert self.process.stdin is not None
        try:
            self.stop()
        finally:
            self.process.stdin.close()  # at which its guard ends it
            try:
                self.process.wait(STOP_SECONDS)
            finally:
                self.process.kill()


def launch(command: list[str], environment: dict[str, str], folder: Path, port: int, base_path: str = "") -> Server:
    """Start a server in a folder, where its log is; it dies with this process, however that ends."""
    log_file = folder / "log"
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-IS", str(GUARD), *command],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    return Server(f"http://127.0.0.1:{port}{base_path}", process, log_file)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def find_readiness(document: Document) -> Operation | None:
    """Find the operation that says whether the server can serve: public, safe, and in need of everything.

    Where there is none, any answer to anything has to do.
    """
    asked = [
        each
        for each in document.operations.values()
        if each.method == "GET" and not each.security and not any(item.get("required") for item in each.parameters)
    ]
    return max(asked, key=lambda each: len(each.needs), default=None)


def await_readiness(server: Server, document: Document, seconds: float = READY_SECONDS) -> None:
    """Wait until the server says that it can serve."""
    _await(server, document, seconds, lambda response: response.is_success)


def await_answer(server: Server, document: Document, seconds: float = READY_SECONDS) -> None:
    """Wait until the server says anything."""
    _await(server, document, seconds, lambda _: True)


def _await(server: Server, document: Document, seconds: float, suffices: Callable[[httpx.Response], bool]) -> None:
    operation = find_readiness(document)
    deadline = time.monotonic() + seconds
    last = "it does not answer"
    while time.monotonic() < deadline:
        if server.process is not None and server.process.poll() is not None:
            raise NotReady(
                f"the server ended with {server.process.returncode} before it was ready; {server.end_of_log}"
            )
        try:
            response = httpx.get(server.base_url + (operation.path if operation else "/"), timeout=5, verify=trust())
        except httpx.TransportError as error:
            last = type(error).__name__
        else:
            if operation is None or suffices(response):
                return
            last = f"{operation.id} answers {response.status_code}"
        time.sleep(0.05)
    waited = f"within {seconds:g} s (`ready_seconds` in server.toml)"
    raise NotReady(f"the server at {server.base_url} is not ready {waited}: {last}; {server.end_of_log}")
