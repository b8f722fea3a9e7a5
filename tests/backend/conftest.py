"""Folders for databases, and programs that use them."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from backend.embedded import EmbeddedPostgres
from tests.backend.embedded_app import PROGRAM, App, launch, servers_below


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
