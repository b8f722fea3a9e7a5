"""The process itself: how it starts, how it refuses to, and how it ends."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from backend.embedded import EmbeddedPostgres
from tests.backend.conftest import open_place
from tests.backend.embedded_app import servers_below
from tests.backend.people import new_person
from tests.backend.servers import PATIENCE_SECONDS, REPOSITORY, SECRET, Server, environment, run_server, running_server


@pytest.fixture
def place() -> Iterator[Path]:
    with open_place() as place:
        yield place


def all_gone(processes: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE_SECONDS)
    return not alive


@pytest.mark.parametrize(
    ("workers", "number"),
    [("1", signal.SIGTERM), ("2", signal.SIGTERM), ("1", signal.SIGHUP), ("2", signal.SIGINT)],
)
def test_signals_stop_everything(place: Path, workers: str, number: signal.Signals) -> None:
    with running_server(place, WORKERS=workers) as server:
        assert httpx.get(f"{server.url}/health/ready").status_code == 200
        processes = server.below()
        assert servers_below(place)
        assert server.stop(number) == 0
    assert all_gone(processes)
    assert servers_below(place) == []
    assert [line for line in server.log() if line["level"] != "info"] == []


@pytest.mark.parametrize(("workers", "send"), [("1", os.kill), ("2", os.kill), ("2", os.killpg)])
def test_requests_are_finished_first(place: Path, workers: str, send: Callable[[int, int], None]) -> None:
    with (
        EmbeddedPostgres(place / "pg", durable=False) as postgres,  # which is not of the group
        running_server(place, WORKERS=workers, DATABASE_URL=postgres.dsn()) as server,
    ):
        person = new_person(server)
        url = httpx.URL(server.url)
        assert url.port is not None
        with socket.create_connection((url.host, url.port), timeout=PATIENCE_SECONDS) as slow:
            body = b'{"title": "last"}'
            head = (
                f"POST {person.tasks} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {person.token}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
            )
            slow.sendall(head.encode())
            assert slow.recv(1000).startswith(b"HTTP/1.1 100 ")  # it is being served
            send(server.process.pid, signal.SIGTERM)
            with pytest.raises(subprocess.TimeoutExpired):
                server.process.wait(2)
            slow.sendall(body)
            assert slow.recv(1000).startswith(b"HTTP/1.1 201 ")
        assert server.process.wait(PATIENCE_SECONDS) == 0
        person.client.close()


def test_interrupt_while_workers_are_prepared(place: Path) -> None:
    """As Ctrl-C does, to all of the group: it is no fault, and nothing is to be read of it."""
    with EmbeddedPostgres(place / "pg", durable=False) as postgres:
        variables = {"BETTER_AUTH_SECRET": SECRET, "PORT": "0", "WORKERS": "2", "DATABASE_URL": postgres.dsn()}
        process = subprocess.Popen(
            [sys.executable, "-m", "backend"],
            cwd=place,
            env=environment(**variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        server = psutil.Process(process.pid)
        while not (preparing := [child for child in server.children() if "forkserver" in says(child)]):
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert b"Traceback" not in said, said.decode()
    assert process.returncode == 0
    assert all_gone(preparing)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_application_that_cannot_be_imported(place: Path, workers: str) -> None:
    """It is said, and not tried again and again."""
    (place / "sitecustomize.py").write_text("import sys\nsys.modules['backend.app'] = None\n")
    variables = {"BETTER_AUTH_SECRET": SECRET, "PORT": "0", "WORKERS": workers, "LOG_FORMAT": "json"}
    paths = f"{place}{os.pathsep}{REPOSITORY}"
    ended = run_server(place, DATABASE_URL="postgresql://nobody.invalid", PYTHONPATH=paths, **variables)
    assert ended.returncode == 1
    assert ended.stdout.count("import of backend.app halted") in ([0] if workers == "1" else [1, 2])
    assert ended.stderr.count("import of backend.app halted") == (1 if workers == "1" else 0)


def test_worker_that_dies_is_replaced(place: Path) -> None:
    with running_server(place, WORKERS="2") as server:
        (victim, *_) = workers_of(server)
        victim.kill()
        assert all_gone([victim])
        server.line(event=f"Child process [{victim.pid}] died")
        while len(workers_of(server)) < 2:
            time.sleep(0.02)
        assert httpx.get(f"{server.url}/health/ready").status_code == 200


def test_killed_server_leaves_no_workers_and_loses_no_rows(place: Path) -> None:
    with running_server(place, WORKERS="2") as server:
        person = new_person(server)
        task = person.make_task().headers["location"]
        person.client.close()
        workers = workers_of(server)
        server.process.kill()
        assert server.process.wait() == -signal.SIGKILL
        assert all_gone(workers)
        with running_server(place, PORT=str(httpx.URL(server.url).port)) as again:
            response = httpx.get(f"{again.url}{task}", headers={"Authorization": f"Bearer {person.token}"})
            assert response.status_code == 200


def test_workers_whose_fork_server_died_are_no_more_than_asked_for(place: Path) -> None:
    with running_server(place, WORKERS="2") as server:
        old = workers_of(server)
        server_of_forks = old[0].parent()
        assert server_of_forks is not None
        server_of_forks.kill()
        assert all_gone(old)
        while len(new := workers_of(server)) < 2:
            time.sleep(0.02)
        assert httpx.get(f"{server.url}/health/ready").status_code == 200
        assert server.stop() == 0
    assert all_gone(new)


def test_workers_without_a_folder_for_sockets_are_spawned(place: Path) -> None:
    (place / ("long" * 30)).mkdir()
    with EmbeddedPostgres(place / "pg", durable=False) as postgres:
        variables = {"DATABASE_URL": postgres.dsn(), "TMPDIR": str(place / ("long" * 30))}
        with running_server(place, WORKERS="2", **variables) as server:
            assert [worker.parent() for worker in workers_of(server)] == 2 * [psutil.Process(server.process.pid)]
            assert httpx.get(f"{server.url}/health/ready").status_code == 200
            assert server.stop() == 0
            assert [line for line in server.log() if line["level"] != "info"] == []


def workers_of(server: Server) -> list[psutil.Process]:
    """List those that serve: forked from the process that forks them, or spawned."""
    return [
        process
        for process in server.below()
        if "spawn_main" in says(process) or says(process.parent()) == says(process)
    ]


def says(process: psutil.Process | None) -> str:
    try:
        return " ".join(process.cmdline()) if process else ""
    except psutil.NoSuchProcess:
        return ""


def test_database_that_dies_comes_back(place: Path) -> None:
    with running_server(place) as server:
        person = new_person(server)
        task = person.make_task().headers["location"]
        for process in servers_below(place):
            process.kill()
        answers = {person.client.get(task).status_code}
        while 200 not in answers:
            response = person.client.get(task)
            answers.add(response.status_code)
            if response.status_code == 503:
                assert response.json()["error_code"] == "service_unavailable"
                assert int(response.headers["retry-after"]) >= 1
        assert answers <= {200, 503}
        person.client.close()


def test_port_in_use(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run_server(place, BETTER_AUTH_SECRET=SECRET, PORT=port)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == f"cannot listen on HOST 127.0.0.1, PORT {port}: Address already in use\n"
    assert not (place / "var").exists()  # no database was started for it


def test_host_that_is_not_there(place: Path) -> None:
    ended = run_server(place, BETTER_AUTH_SECRET=SECRET, HOST="no.such.host.invalid", PORT="0")
    assert ended.returncode == 1
    assert re.fullmatch(r"cannot listen on HOST no\.such\.host\.invalid, PORT 0: .*\n", ended.stderr)


def test_bad_settings(place: Path) -> None:
    ended = run_server(place, BETTER_AUTH_SECRET="sentinel", PORT="x", DATABASE_URL="mysql://u:sentinel@h")
    assert ended.returncode == 2
    assert [line.partition(":")[0] for line in ended.stderr.splitlines()] == [
        "PORT",
        "DATABASE_URL",
        "BETTER_AUTH_SECRET",
    ]
    assert "sentinel" not in ended.stderr + ended.stdout


def test_typo_in_the_file(place: Path) -> None:
    (place / ".env").write_text(f"CORS_ORIGIN=https://app.example\nBETTER_AUTH_SECRET={SECRET}\nHOST=no.host.invalid\n")
    ended = run_server(place, LOG_FORMAT="json")
    (line,) = ended.stdout.splitlines()
    assert json.loads(line)["event"] == ".env: nothing reads CORS_ORIGIN; was CORS_ORIGINS meant?"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_database_that_is_not_there(place: Path, workers: str) -> None:
    with EmbeddedPostgres(place / "pg", durable=False) as postgres:
        url = postgres.dsn("no_such_database")
        ended = run_server(
            place, BETTER_AUTH_SECRET=SECRET, PORT="0", WORKERS=workers, DATABASE_URL=url, LOG_FORMAT="json"
        )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stdout + ended.stderr
    reasons = [json.loads(line).get("reason") for line in ended.stdout.splitlines()]
    assert any('database "no_such_database" does not exist' in str(reason) for reason in reasons)
    assert "serving" not in ended.stdout


def test_data_folder_that_is_no_folder(place: Path) -> None:
    (place / "file").write_text("")
    ended = run_server(place, BETTER_AUTH_SECRET=SECRET, PORT="0", DATA_FOLDER="file")
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert "file" in ended.stderr


def test_make_run(place: Path) -> None:
    """With what `make install` made taken as given; the whole is tried on a fresh clone."""
    for name in ("Makefile", ".env.example", "requirements.lock"):
        shutil.copy(REPOSITORY / name, place)
    bin_folder = Path(sys.executable).parent
    command = ["make", "-o", ".venv/installed", "run", f"BIN={bin_folder}", "PORT=0", "WORKERS=2"]
    output = place / "output"
    with output.open("wb") as stream:
        make = subprocess.Popen(
            command, cwd=place, env=environment(), stdout=stream, stderr=subprocess.STDOUT, start_new_session=True
        )
    server = Server(make, output)
    while not (found := re.search(r"curl (http://\S+?)/api", server.text())) and make.poll() is None:
        time.sleep(0.02)
    assert found is not None, server.text()
    assert (place / ".env").stat().st_mode & 0o777 == 0o600
    say = re.search(r"curl .*\\\n.*'$", server.text(), re.MULTILINE)
    assert say is not None
    tried = subprocess.run(["sh", "-c", f"{say[0]} -s -w '%{{http_code}}'"], capture_output=True, text=True, check=True)
    assert tried.stdout.endswith("201")
    processes = server.below()
    assert len(workers_of(server)) == 2
    os.kill(make.pid, signal.SIGTERM)
    make.wait(PATIENCE_SECONDS)
    assert all_gone(processes)
    assert servers_below(place) == []
