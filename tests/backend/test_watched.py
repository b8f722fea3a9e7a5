"""`make watch`: one database, and one server after the other on it, each when the next can take its place."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.backend.conftest import open_place
from tests.backend.embedded_app import postmaster, servers_below
from tests.backend.people import new_person
from tests.backend.servers import PATIENCE_SECONDS, REPOSITORY, SECRET, Server, environment

COPIED = ("Makefile", ".env.example", "requirements.lock", "requirements-dev.lock", "pyproject.toml")
SPEC = "specs/openapi.yaml"


@pytest.fixture
def place() -> Iterator[Path]:
    """A checkout without hand-written code, which is taken from where it is."""
    with open_place() as place:
        for name in COPIED:
            shutil.copy(REPOSITORY / name, place)
        for name in ("specs", "generated"):
            shutil.copytree(REPOSITORY / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        yield place


@pytest.fixture
def server(place: Path) -> Iterator[Server]:
    """What `make watch` serves, with what `make install` made taken as given."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    variables = environment(
        PYTHONPATH=f"{REPOSITORY / 'scripts'}:{REPOSITORY}", PORT=port, BETTER_AUTH_SECRET=SECRET, LOG_FORMAT="json"
    )
    output = place / "output"
    command = ["make", "-o", ".venv/installed-dev", "-o", ".env", "watch", f"BIN={Path(sys.executable).parent}"]
    with output.open("wb") as stream:
        make = subprocess.Popen(
            command, cwd=place, env=variables, stdout=stream, stderr=subprocess.STDOUT, start_new_session=True
        )
    server = Server(make, output, f"http://127.0.0.1:{port}")
    try:
        wait(server, '"event":"serving"')
        yield server
    finally:
        if make.poll() is None:
            server.stop()


def wait(server: Server, text: str, times: int = 1) -> None:
    """Until it is said so often."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while server.text().count(text) < times:
        assert server.process.poll() is None, server.text()
        assert time.monotonic() < deadline, server.text()
        time.sleep(0.02)


def save(place: Path, old: str, new: str) -> None:
    path = place / SPEC
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_saves(place: Path, server: Server) -> None:
    database = postmaster(place / "var/postgres")
    contract = httpx.get(f"{server.url}/openapi.json").headers["x-contract"]
    person = new_person(server)
    save(place, "bearerAuth:", "otherAuth:")
    wait(server, "it does not start: the server goes on as it was")
    assert "argument 'bearer_auth'" in server.text()  # why, in Python's words
    assert person.make_task().headers["x-contract"] == contract
    version = re.compile(r"^  version: .*$", re.MULTILINE).search((place / SPEC).read_text())
    assert version is not None
    text = (place / SPEC).read_text().replace("otherAuth:", "bearerAuth:").replace(version[0], "  version: 77.0.0")
    (place / SPEC).write_text(text)
    wait(server, '"event":"serving"', times=2)
    served = httpx.get(f"{server.url}/openapi.json")
    assert served.json()["info"]["version"] == "77.0.0"
    assert served.headers["x-contract"] != contract
    assert person.make_task().status_code == 201  # the database is the same, with all that is in it
    person.client.close()
    assert postmaster(place / "var/postgres") == database
    wait(server, "the server starts again")
    assert server.text().count("the server starts again") == 1
    processes = server.below()
    os.kill(server.process.pid, signal.SIGTERM)
    server.process.wait(PATIENCE_SECONDS)
    assert not psutil.wait_procs(processes, timeout=PATIENCE_SECONDS)[1]
    assert servers_below(place) == []
