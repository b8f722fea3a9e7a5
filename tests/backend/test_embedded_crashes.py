"""The embedded PostgreSQL after sudden deaths, with real servers: every committed row is there."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

import psutil
import psycopg
import pytest

from backend.embedded import EmbeddedPostgres
from tests.backend.embedded_app import App, postmaster, servers_below, wait_until

LaunchApp = Callable[..., App]
ROWS = 1000


def fill(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        for n in range(10):
            connection.execute("INSERT INTO kept SELECT generate_series(%s::int, %s::int)", (n * 100, n * 100 + 99))


def rows(dsn: str) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT count(DISTINCT n) FROM kept").fetchone()
    assert row
    return int(row[0])


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def test_killed_app_leaves_a_server_that_the_next_start_takes_over(
    folder_to_damage: Path, launch_app: LaunchApp
) -> None:
    app = launch_app(folder_to_damage)
    fill(app.dsn())
    server = postmaster(folder_to_damage)
    app.signal(signal.SIGKILL)
    with EmbeddedPostgres(folder_to_damage) as taken_over:
        assert postmaster(folder_to_damage) == server
        assert rows(taken_over.dsn()) == ROWS
    assert servers_below(folder_to_damage) == []


def test_killed_server_is_back_at_the_next_start(folder_to_damage: Path) -> None:
    with EmbeddedPostgres(folder_to_damage) as server:
        fill(server.dsn())
        kill(postmaster(folder_to_damage))
        assert rows(server.start()) == ROWS


def test_killed_server_that_its_app_has_not_reaped(folder_to_damage: Path, launch_app: LaunchApp) -> None:
    app = launch_app(folder_to_damage)
    fill(app.dsn())
    zombie = psutil.Process(postmaster(folder_to_damage))
    zombie.kill()
    wait_until(lambda: zombie.status() == psutil.STATUS_ZOMBIE)
    with EmbeddedPostgres(folder_to_damage) as server:
        assert rows(server.dsn()) == ROWS
        assert app.leave() == 0
        assert rows(server.dsn()) == ROWS


def test_killed_app_and_server(folder_to_damage: Path, launch_app: LaunchApp) -> None:
    app = launch_app(folder_to_damage)
    fill(app.dsn())
    for process in servers_below(folder_to_damage):
        process.kill()
    app.signal(signal.SIGKILL)
    with EmbeddedPostgres(folder_to_damage) as server:
        assert rows(server.dsn()) == ROWS


def test_killed_server_below_a_long_path_keeps_its_address(new_folder: Path) -> None:
    folder = new_folder.with_name("long-" + 100 * "x")
    with EmbeddedPostgres(folder) as server:
        before = server.dsn()
        fill(before)
        kill(postmaster(folder))
        assert server.start() == before
        assert rows(before) == ROWS


def test_killed_server_whose_query_still_runs(folder_to_damage: Path, launch_app: LaunchApp) -> None:
    """What is left of a killed server is waited for, never joined by a second one."""
    app = launch_app(folder_to_damage)
    fill(app.dsn())
    orphans = [process for process in servers_below(folder_to_damage) if process.pid != postmaster(folder_to_damage)]
    orphan = orphans[0]
    orphan.suspend()
    kill(postmaster(folder_to_damage))
    late = launch_app(folder_to_damage)
    gone, _ = psutil.wait_procs(orphans[1:], timeout=30)
    assert len(gone) == len(orphans) - 1
    assert servers_below(folder_to_damage) == [orphan]
    orphan.resume()
    assert rows(late.dsn()) == ROWS
    assert [app.leave(), late.leave()] == [0, 0]


@pytest.fixture
def half_made(new_folder: Path, launch_app: LaunchApp) -> App:
    app = launch_app(new_folder)
    wait_until((new_folder / "data.new" / "PG_VERSION").exists)
    return app


def test_killed_app_during_initdb(new_folder: Path, half_made: App) -> None:
    half_made.signal(signal.SIGKILL)
    with EmbeddedPostgres(new_folder) as server:
        fill(server.dsn())
        assert not (new_folder / "data.new").exists()


def test_killed_app_and_initdb(new_folder: Path, half_made: App) -> None:
    half_made.process.kill()
    for process in servers_below(new_folder):
        with suppress(psutil.NoSuchProcess):  # which ends by itself when initdb is gone
            process.kill()
    half_made.process.wait()
    with EmbeddedPostgres(new_folder) as server:
        fill(server.dsn())
        assert not (new_folder / "data.new").exists()


@pytest.fixture
def stopped(folder_to_damage: Path) -> Path:
    with EmbeddedPostgres(folder_to_damage, durable=False) as server:
        fill(server.dsn())
    return folder_to_damage


def claim(folder: Path, pid: int) -> None:
    """Make the process with this id look like the server in a folder."""
    (folder / "data" / "postmaster.pid").write_text(f"{pid}\n{folder}/data\n1\n5432\n{folder}\n\n1 1\nready\n")
    (folder / ".s.PGSQL.5432.lock").write_text(f"{pid}\n{folder}/data\n1\n5432\n{folder}\n")
    for made in (folder / "data" / "postmaster.pid", folder / ".s.PGSQL.5432.lock"):
        shutil.chown(made, (folder / "data").stat().st_uid)


@pytest.fixture(params=["sleep", "postgres"])
def stranger(stopped: Path, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    """Yield a process of the server's user that has nothing to do with it, but perhaps its name."""
    program = stopped.with_name(request.param)
    shutil.copy(shutil.which("sleep") or "", program)
    user = (stopped / "data").stat().st_uid
    with subprocess.Popen([program, "300"], cwd="/", user=None if user == os.geteuid() else user) as process:
        yield process
        process.kill()


def test_stranger_with_the_old_process_id_lives_on(stopped: Path, stranger: subprocess.Popen[bytes]) -> None:
    claim(stopped, stranger.pid)
    with EmbeddedPostgres(stopped, durable=False) as server:
        assert rows(server.dsn()) == ROWS
        claim(stopped, stranger.pid)
    assert stranger.poll() is None


def test_zombie_with_the_old_process_id(stopped: Path) -> None:
    user = (stopped / "data").stat().st_uid
    zombie = subprocess.Popen(["true"], user=None if user == os.geteuid() else user)
    wait_until(lambda: psutil.Process(zombie.pid).status() == psutil.STATUS_ZOMBIE)
    claim(stopped, zombie.pid)
    with EmbeddedPostgres(stopped, durable=False) as server:
        assert rows(server.dsn()) == ROWS
    zombie.wait()


def test_postmaster_pid_with_nonsense(stopped: Path) -> None:
    for nonsense in ("", "no number", "0", str(2**70)):
        (stopped / "data" / "postmaster.pid").write_text(nonsense)
        with EmbeddedPostgres(stopped, durable=False) as server:
            assert rows(server.dsn()) == ROWS


def test_socket_folder_that_somebody_else_put_there(new_folder: Path, tmp_path: Path) -> None:
    """A folder in a public place, once gone, may come back as another's, with a server in it."""
    folder = new_folder.with_name("long-" + 100 * "x")
    with EmbeddedPostgres(folder, durable=False):
        pass
    (folder / "socket").symlink_to(tmp_path)
    if os.geteuid() == 0:
        os.chown(tmp_path, 54321, -1)
    else:
        tmp_path.chmod(0o755)
    assert str(tmp_path) not in unquote(EmbeddedPostgres(folder).dsn())
    with EmbeddedPostgres(folder, durable=False) as server:
        assert str(tmp_path) not in unquote(server.dsn())
    assert tmp_path.exists()
