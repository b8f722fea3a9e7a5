"""`python -m backend.embedded`: a server for whoever wants to see its database fail."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.backend.servers import environment

PATIENCE_SECONDS = 60


@contextmanager
def command(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "-m", "backend.embedded", "--volatile", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said_url(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout
    return process.stdout.readline().decode().strip()


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url):
            return True
    except psycopg.OperationalError:
        return False


def test_server_answers_at_the_url_until_stdin_ends(embedded_folder: Path) -> None:
    with command(embedded_folder) as process:
        url = said_url(process)
        assert answers(url)
        assert process.stdin
        process.stdin.close()
        assert process.wait(PATIENCE_SECONDS) == 0
        assert not answers(url)


def test_sigterm_stops_the_server(embedded_folder: Path) -> None:
    with command(embedded_folder) as process:
        url = said_url(process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 128 + signal.SIGTERM
        assert not answers(url)


def test_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "something").touch()
    with command(tmp_path) as process:
        assert process.wait(PATIENCE_SECONDS) == 1
        assert list(tmp_path.iterdir()) == [tmp_path / "something"]
