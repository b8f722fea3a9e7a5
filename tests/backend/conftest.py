"""Folders for databases, programs that use them, and a running server with its users."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psutil
import pytest

from backend.embedded import EmbeddedPostgres
from tests.backend.embedded_app import PROGRAM, App, launch, servers_below
from tests.backend.people import PASSWORD, Person, new_person
from tests.backend.servers import Server, running_server


@contextmanager
def open_place() -> Iterator[Path]:
    """Make a folder that other users may enter; no server may be left in it."""
    # Not pytest's tmp_path, which is its user's alone: a server that root starts runs as another one.
    place = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    place.chmod(0o755)
    yield place
    try:
        end_servers(place)
    finally:
        shutil.rmtree(place)


def end_servers(place: Path) -> None:
    """Fail if a server is left below a folder, but leave none."""
    left = servers_below(place)
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    assert left == []


@pytest.fixture(scope="session")
def embedded_template() -> Iterator[Path]:
    with open_place() as place:
        with EmbeddedPostgres(place / "pg", durable=False):
            pass
        yield place / "pg"


@pytest.fixture
def new_folder() -> Iterator[Path]:
    """Name a folder that is not there yet."""
    with open_place() as place:
        yield place / "pg"


@pytest.fixture
def embedded_folder(embedded_template: Path) -> Iterator[Path]:
    """Yield a folder in which a server has run before, for tests that leave it as it is."""
    yield embedded_template
    end_servers(embedded_template)


@pytest.fixture
def folder_to_damage(new_folder: Path, embedded_template: Path) -> Path:
    """Copy a folder in which a server has run before."""
    subprocess.run(["cp", "-a", embedded_template, new_folder], check=True)
    return new_folder


@pytest.fixture
def launch_app() -> Iterator[Callable[..., App]]:
    """Run programs that do not outlive the test; takes what `launch` takes."""
    apps: list[App] = []

    def launch_one(folder: Path, program: str = PROGRAM, user: int | None = None) -> App:
        apps.append(launch(folder, program, user))
        return apps[-1]

    yield launch_one
    for app in apps:
        app.process.kill()
        app.process.wait()
        app.stdin.close()
        app.stdout.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Serve for all tests that do not care which server it is; nothing that they do may be an error of its."""
    with open_place() as place:
        with running_server(place, CORS_ORIGINS="https://app.example") as server:
            yield server
        assert [line for line in server.log() if line["level"] in ("error", "critical")] == []
        assert PASSWORD not in server.text()
        assert "eyJ" not in server.text()


@pytest.fixture
def ada(server: Server) -> Iterator[Person]:
    person = new_person(server, "Ada")
    yield person
    person.client.close()


@pytest.fixture
def eve(server: Server) -> Iterator[Person]:
    person = new_person(server, "Eve")
    yield person
    person.client.close()


@pytest.fixture
def nobody(server: Server) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client
