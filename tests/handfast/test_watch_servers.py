"""The server that is watched: who serves goes on until the next has come to where it takes its port."""

import http.client
import os
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from handfast.watching.running import Running
from handfast.watching.servers import Spare
from handfast.watching.spare import foreign

PATIENCE_SECONDS = 60
SERVING = """
import sys
known = "others" in sys.modules
import others
from app import words
from pathlib import Path
with Path("served").open("a") as file:
    file.write(f"{known} {words.SAID} {sys.argv[1:]} {__name__}\\n")
import time
time.sleep(1000)
"""
LISTENING = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from app import words

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        said = f"{words.SAID} {os.getpid()}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
LINGERING = f"""
import http.client, os, signal, sys, time
SAID = "old"

def end(*_):
    os.closerange(3, 100)
    deadline = time.monotonic() + {PATIENCE_SECONDS // 6}
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=1)
        try:
            connection.request("GET", "/")
            open("relieved", "w").write(connection.getresponse().read().decode().split()[0] + "\\n")
            break
        except OSError:
            time.sleep(0.05)
    os._exit(0)

signal.signal(signal.SIGTERM, end)
"""
STUBBORN = """
import signal, socket
signal.signal(signal.SIGTERM, lambda *_: None)
socket.create_server(("127.0.0.1", 0))
"""


@pytest.fixture
def app(folder: Path) -> Path:
    """A package of the current folder."""
    (folder / "app").mkdir()
    return folder / "app"


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def running(app: Path, port: int) -> Iterator[Running]:
    """Of a server that says what `app.words` says, and its process."""
    (app / "__main__.py").write_text(LISTENING)
    running = Running(f"{sys.executable} -m app {port}")
    try:
        yield running
    finally:
        running.stop()


def answer(port: int) -> list[str]:
    """What is said there, once somebody is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", "/")
            return connection.getresponse().read().decode().split()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        finally:
            connection.close()


def lines_of(path: Path, number: int) -> list[str]:
    """The lines of a file, once there are so many."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not path.is_file() or path.read_text().count("\n") < number:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return path.read_text().splitlines()


def test_the_next_server_gets_ready_while_it_is_not_known_what_it_will_serve(
    app: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It imports what others have written, and nothing of what may still change."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "others.py").write_text("open('imported', 'a').write('once\\n')\n")
    monkeypatch.setenv("PYTHONPATH", str(elsewhere))
    (app / "__main__.py").write_text(SERVING)
    (app / "words.py").write_text("SAID = 'old'\n")
    served, imported = app.parent / "served", app.parent / "imported"
    running = Running(f"{sys.executable} -m app --port 7")
    try:
        running.start()
        assert lines_of(served, 1) == ["False old ['--port', '7'] __main__"]
        lines_of(imported, 2)  # by that one, and by the next
        (app / "words.py").write_text("SAID = 'newer'\n")
        assert running.start()
        assert lines_of(served, 2)[1] == "True newer ['--port', '7'] __main__"
    finally:
        running.stop()


def test_one_serves_until_the_next_takes_its_port(app: Path, running: Running, port: int) -> None:
    (app / "words.py").write_text("SAID = 'old'\n")
    assert running.start()
    old = answer(port)
    asking = f"import http.client\nc = http.client.HTTPConnection('127.0.0.1', {port})\nc.request('GET', '/')\n"
    (app / "words.py").write_text(f"{asking}SAID = 'after ' + c.getresponse().read().decode()\n")
    assert running.start()
    *said, pid = answer(port)
    assert said == ["after", *old]
    assert pid != old[1]


def test_the_next_serves_while_the_one_before_is_still_ending(app: Path, running: Running, port: int) -> None:
    """It waits for the port, and for nothing else that whoever serves may have to put in order."""
    (app / "words.py").write_text(LINGERING)
    running.start()
    answer(port)
    (app / "words.py").write_text("SAID = 'new'\n")
    assert running.start()
    assert answer(port)[0] == "new"
    assert lines_of(app.parent / "relieved", 1) == ["new"]


def test_each_port_is_waited_for(app: Path, running: Running, port: int) -> None:
    """Not the first one alone: a program may bind others before that which is taken."""
    other = "import socket\nsocket.create_server(('127.0.0.1', 0)).close()\n"
    (app / "words.py").write_text(other + LINGERING)
    running.start()
    answer(port)
    (app / "words.py").write_text(other + "SAID = 'new'\n")
    assert running.start()
    assert answer(port)[0] == "new"
    assert lines_of(app.parent / "relieved", 1) == ["new"]


def test_a_port_of_somebody_else_is_waited_for_by_nobody(app: Path, running: Running, port: int) -> None:
    (app / "words.py").write_text("SAID = 'here'\n")
    with socket.create_server(("127.0.0.1", port)):
        running.start()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while running._serving is not None and running._serving.lives():  # noqa: SLF001 - nobody else can ask
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert running.start()
    assert answer(port)[0] == "here"


def test_one_that_fails_takes_nobodys_place(app: Path, running: Running, port: int) -> None:
    (app / "words.py").write_text("SAID = 'old'\n")
    running.start()
    old = answer(port)
    (app / "words.py").write_text("raise SystemExit('the handlers are not what they should be')\n")
    assert not running.start()
    assert answer(port) == old
    (app / "words.py").write_text("SAID = 'new'\n")
    assert running.start()
    assert answer(port)[0] == "new"


def test_one_that_does_not_come_to_serve_is_ended(
    app: Path, running: Running, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (app / "words.py").write_text("SAID = 'old'\n")
    running.start()
    old = answer(port)
    monkeypatch.setattr("handfast.watching.running._START_SECONDS", 1)
    hangs = "import os, time\nopen('hung', 'w').write(str(os.getpid()))\ntime.sleep(1000)\n"
    (app / "words.py").write_text(hangs)
    assert not running.start()
    assert answer(port) == old
    hung = app.parent / "hung"  # missing if it was ended before it came so far
    assert not (hung.exists() and psutil.pid_exists(int(hung.read_text())))


def test_where_nobody_serves_the_next_does_not_wait(app: Path, running: Running, port: int) -> None:
    (app / "words.py").write_text("raise SystemExit('wrong from the beginning')\n")
    assert running.start()
    (app / "words.py").write_text("SAID = 'mended'\n")
    assert running.start()
    assert answer(port)[0] == "mended"


def test_nobody_is_left(app: Path, running: Running, port: int) -> None:
    (app / "words.py").write_text("SAID = 'here'\n")
    running.start()
    answer(port)
    running.stop()
    socket.create_server(("127.0.0.1", port)).close()


def test_one_that_waits_for_its_port_can_be_ended(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it does with signals."""
    (app / "__main__.py").write_text(STUBBORN)
    kill, killed = os.killpg, list[int]()

    def killpg(pid: int, number: int) -> None:
        killed.append(number)
        kill(pid, number)

    monkeypatch.setattr("os.killpg", killpg)
    waiting = Spare([sys.executable, "-m", "app"])
    waiting.begin()
    assert waiting.asks(PATIENCE_SECONDS)
    waiting.stop()
    assert not killed  # it went by itself


def test_what_is_imported_of_others(app: Path) -> None:
    folder = app.parent
    (app / "__init__.py").write_text("import json.decoder\nfrom . import own\nimport lib\nimport tool\n")
    (app / "own.py").write_text("def late():\n    import sqlite3\n")
    (app / "broken.py").write_text("import (\n")
    (folder / "lib").mkdir()
    (folder / "lib/deep.py").write_text("from xml.etree import ElementTree\n")
    (folder / "tool.py").write_text("import csv\n")
    assert foreign("app", folder) == {"json.decoder", "xml.etree", "csv"}
