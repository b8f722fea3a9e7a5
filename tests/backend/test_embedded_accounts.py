"""The user that the embedded PostgreSQL runs as, with real servers."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from backend.embedded import EmbeddedPostgres, EmbeddedPostgresError
from tests.backend.embedded_app import App, postmaster, python_for, servers_below

LaunchApp = Callable[..., App]

NOBODY = pwd.getpwnam("nobody").pw_uid
NAMELESS = 54321
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")


def _succeeds(*command: str, user: int | None = None) -> bool:
    try:
        return subprocess.run(command, user=user, cwd="/", capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def needs_namespace(user: int | None = None) -> pytest.MarkDecorator:
    allowed = _succeeds("unshare", "--user", f"--map-user={NOBODY}", "true", user=user)
    return pytest.mark.skipif(not allowed, reason="user namespaces are not allowed here")


def needs_readable_python() -> pytest.MarkDecorator:
    readable = os.geteuid() == 0 and python_for(NOBODY)
    return pytest.mark.skipif(not readable, reason="others may not run this Python")


def answers(dsn: str) -> bool:
    with psycopg.connect(dsn) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def server_uid(folder: Path) -> int:
    return psutil.Process(postmaster(folder)).uids().real


@as_root
@needs_namespace()
def test_root_in_a_folder_of_its_own_stays_root_on_disk_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with EmbeddedPostgres(tmp_path / "pg", durable=False) as server:
        assert answers(server.dsn())
        status = Path(f"/proc/{postmaster(tmp_path / 'pg')}/status").read_text()
        assert "CapEff:\t0000000000000000" in status
        assert (tmp_path / "pg" / "data").stat().st_uid == 0
    assert servers_below(tmp_path) == []


@as_root
def test_root_without_namespaces_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(EmbeddedPostgresError, match=r"does not run as root, .*DATABASE_URL"):
        EmbeddedPostgres(tmp_path / "pg").start()


@as_root
def test_root_without_namespaces_runs_it_as_another_user(new_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with EmbeddedPostgres(new_folder, durable=False) as server:
        assert answers(server.dsn())
        assert server_uid(new_folder) == (new_folder / "data").stat().st_uid != 0
        status = Path(f"/proc/{postmaster(new_folder)}/status").read_text()
        assert "\nGroups:\t \n" in status


@as_root
def test_root_leaves_the_files_to_the_owner_of_the_place(new_folder: Path) -> None:
    shutil.chown(new_folder.parent, NOBODY)
    with EmbeddedPostgres(new_folder / "deeper" / "pg", durable=False) as server:
        assert answers(server.dsn())
        assert server_uid(new_folder / "deeper" / "pg") == NOBODY


@as_root
@needs_readable_python()
def test_owner_of_the_place_goes_on_where_root_began(new_folder: Path, launch_app: LaunchApp) -> None:
    shutil.chown(new_folder.parent, NOBODY)
    with EmbeddedPostgres(new_folder, durable=False):
        pass
    for _ in range(2):
        app = launch_app(new_folder, user=NOBODY)
        assert answers(app.dsn())
        with EmbeddedPostgres(new_folder) as server:
            assert answers(server.dsn())
        assert app.leave() == 0


@as_root
@needs_readable_python()
@needs_namespace(NAMELESS)
def test_user_without_a_name(new_folder: Path, launch_app: LaunchApp) -> None:
    os.chown(new_folder.parent, NAMELESS, -1)
    killed = launch_app(new_folder, user=NAMELESS)
    assert answers(killed.dsn())
    killed.signal(signal.SIGKILL)
    app = launch_app(new_folder, user=NAMELESS)
    assert answers(app.dsn())
    assert app.leave() == 0


@as_root
@needs_readable_python()
def test_folder_of_somebody_else(embedded_folder: Path, launch_app: LaunchApp) -> None:
    with EmbeddedPostgres(embedded_folder, durable=False):
        app = launch_app(embedded_folder, user=NAMELESS)
        assert app.dsn() == ""
        assert app.process.wait() == 1
