"""The server under test: a process of its own, started as a user starts it, or one that runs already."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from contract_tests.document import Document, Operation

SERVER_FILE = Path(__file__).with_name("server.toml")
BASE_URL = "HANDFAST_BASE_URL"
READY_SECONDS = 90
STOP_SECONDS = 30
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")


@dataclass
class Server:
    """A running server. The process and the log are None if somebody else started it."""

    base_url: str
    process: subprocess.Popen[bytes] | None = None
    log_file: Path | None = None

    @property
    def log(self) -> str:
        return self.log_file.read_text(errors="replace") if self.log_file else ""

    def stop(self) -> int:
        """Send SIGTERM, and return the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)


@contextmanager
def running_server(document: Document, file: Path = SERVER_FILE) -> Iterator[Server]:
    """Yield the server that HANDFAST_BASE_URL names, or start one that is gone afterwards."""
    base_url = os.environ.get(BASE_URL)
    if base_url:
        server = Server(base_url.rstrip("/"))
        _await_readiness(server, document)
        yield server
        return
    # Not pytest's folder, which is its user's alone: an embedded database may run as another user.
    folder = Path(tempfile.mkdtemp(prefix="contract-"))
    folder.chmod(0o755)
    try:
        server = _start(document, file, folder)
        try:
            _await_readiness(server, document)
            yield server
        finally:
            assert server.process is not None
            try:
                server.stop()
            finally:
                server.process.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(document: Document, file: Path, folder: Path) -> Server:
    told = tomllib.loads(file.read_text())
    words = {
        "python": sys.executable,
        "port": str(_free_port()),
        "folder": str(folder),
        "secret": secrets.token_urlsafe(48),
    }
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {name: value.format(**words) for name, value in told["environment"].items()}
    # In a folder of its own, so that it finds nobody's .env; the code is that beside the specs.
    environment["PYTHONPATH"] = str(document.spec.parent.parent)
    log_file = folder / "log"
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            [word.format(**words) for word in told["command"]],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    return Server(f"http://127.0.0.1:{words['port']}", process, log_file)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def find_readiness(document: Document) -> Operation:
    """Find the operation that says whether the server can serve: public, safe, and in need of everything."""
    asked = [
        each
        for each in document.operations.values()
        if each.method == "GET" and not each.security and not any(item.get("required") for item in each.parameters)
    ]
    if not asked:
        raise LookupError(f"{document.spec}: no public GET operation could tell when the server is ready")
    return max(asked, key=lambda each: len(each.needs))


def _await_readiness(server: Server, document: Document) -> None:
    operation = find_readiness(document)
    deadline = time.monotonic() + READY_SECONDS
    last = "it does not answer"
    while time.monotonic() < deadline:
        if server.process is not None and server.process.poll() is not None:
            raise RuntimeError(f"the server ended with {server.process.returncode}:\n{server.log}")
        try:
            response = httpx.get(server.base_url + operation.path, timeout=5)
        except httpx.TransportError as error:
            last = type(error).__name__
        else:
            if response.is_success:
                return
            last = f"{operation.id} answers {response.status_code}"
        time.sleep(0.05)
    raise RuntimeError(f"the server at {server.base_url} is not ready: {last}\n{server.log}")
