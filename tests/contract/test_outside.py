"""What the contract tests put outside of a server: doors, doubles, databases, commands, worlds."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import jwt
import psutil
import pytest

from contract_tests.outside.part import NotProvable
from contract_tests.servers.grounds import Grounds, opened_grounds
from contract_tests.servers.server import Server
from contract_tests.servers.worlds import two_worlds
from contract_tests.spec.document import Document

SPEC = """
openapi: 3.1.0
info: {title: Tiny, version: "1"}
paths:
  /ready:
    get: {operationId: ready, security: [], responses: {"200": {description: It serves.}}}
"""
APP = '''
"""Keeps words in a file, and asks an upstream."""
import http.client, json, os, sys, urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        status, text = 200, os.environ["NAME"]
        if self.path == "/ask":
            try:
                with urllib.request.urlopen(os.environ["UPSTREAM"] + "/word", timeout=1) as answer:
                    text = json.load(answer)["word"]
            except (OSError, ValueError, LookupError, http.client.HTTPException):
                status, text = 503, "no"
        elif self.path == "/kept":
            text = open(os.environ["KEPT"]).read() if os.path.exists(os.environ["KEPT"]) else ""
        elif self.path.startswith("/keep/"):
            open(os.environ["KEPT"], "a").write(self.path[6:])
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
'''
TOLD = """
command = ["{python}", "PLACE/app.py", "{port}"]

[environment]
NAME = "plain"
KEPT = "{store_url}"
UPSTREAM = "{oracle_url}"

[limited.environment]
NAME = "limited"

[outside.mute]

[outside.oracle]
kind = "http"
[[outside.oracle.answers]]
path = "/word"
body = '{"word": "yes"}'

[outside.signer]
kind = "jwks"
path = "/keys"
claims = { iss = "me" }

[outside.store]
url = "PLACE/{world}.txt"
fail = ["touch", "PLACE/failed"]
heal = ["rm", "-f", "PLACE/failed"]
copy = ["cp", "PLACE/{source}.txt", "PLACE/{target}.txt"]
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    specs = tmp_path / "specs"
    specs.mkdir()
    (specs / "openapi.yaml").write_text(SPEC)
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "server.toml").write_text(TOLD.replace("PLACE", str(tmp_path)))
    return tmp_path


@contextmanager
def grounds_at(place: Path) -> Iterator[Grounds]:
    with opened_grounds(Document(place / "specs" / "openapi.yaml"), place / "server.toml") as grounds:
        yield grounds


@pytest.fixture
def grounds(place: Path) -> Iterator[Grounds]:
    with grounds_at(place) as grounds:
        yield grounds


def get(server: Server, path: str) -> str:
    response = httpx.get(server.base_url + path, timeout=10)
    return response.text if response.is_success else f"{response.status_code} {response.text}"


def test_double_answers_and_fails_in_every_way_and_heals(grounds: Grounds) -> None:
    oracle = grounds.part("oracle")
    with grounds.server() as server:
        assert get(server, "/ask") == "yes"
        for mode in oracle.modes:
            oracle.fail(mode)
            assert get(server, "/ask") == "503 no", mode
            oracle.heal()
            assert get(server, "/ask") == "yes", mode


def test_key_double_publishes_the_key_that_it_signs_with(grounds: Grounds) -> None:
    signer = grounds.part("signer")
    key, *beside = httpx.get(signer.words("main")["signer_url"] + "/keys").json()["keys"]
    token = signer.identify("ada")
    assert token
    assert jwt.get_unverified_header(token)["kid"] == key["kid"]
    claims = jwt.decode(token, jwt.PyJWK(key).key, ["EdDSA"], options={"verify_aud": False})
    assert (claims["sub"], claims["iss"]) == ("ada", "me")
    assert [(each["kty"], each.get("use")) for each in beside] == [("OKP", None), ("OKP", "enc"), ("oct", None)]


def test_commands_fail_and_heal(grounds: Grounds, place: Path) -> None:
    store = grounds.part("store")
    store.fail(*store.modes)
    assert (place / "failed").exists()
    store.heal()
    assert not (place / "failed").exists()


def test_limited_server_has_other_environment(grounds: Grounds) -> None:
    with grounds.server() as plain, grounds.server("limited", limited=True) as limited:
        assert (get(plain, "/name"), get(limited, "/name")) == ("plain", "limited")


def test_two_worlds_share_what_was_planted_and_nothing_else(grounds: Grounds) -> None:
    def plant(server: Server) -> None:
        get(server, "/keep/a")

    del grounds.parts["mute"]
    with two_worlds(grounds.document, plant, grounds) as (first, second):
        get(second, "/keep/b")
        assert (get(first, "/kept"), get(second, "/kept")) == ("a", "ab")


def test_what_is_missing_is_said(grounds: Grounds) -> None:
    with pytest.raises(NotProvable, match=r"server.toml has no \[outside.moon\]"):
        grounds.part("moon")
    with pytest.raises(NotProvable, match=r"\[outside.mute\] has no `fail` and `heal`"):
        grounds.part("mute")
    with pytest.raises(NotProvable, match=r"\[outside.mute\] has no `copy"):
        grounds.copy("one", "other")


def test_server_of_somebody_else(grounds: Grounds, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with grounds.server() as server:
        monkeypatch.setenv("HANDFAST_BASE_URL", server.base_url)
        with grounds_at(place) as strange:
            with strange.server() as same:
                assert (same.base_url, same.process) == (server.base_url, None)
            assert strange.part("store").modes == ("fail",)
            with pytest.raises(NotProvable, match=r"\[outside.oracle\] has no `port"):
                strange.part("oracle")
            with (
                pytest.raises(NotProvable, match=r"one more is needed: .* has no \[other\] with `base_url`"),
                strange.server("other"),
            ):
                pass


def test_fixed_port_is_known_to_a_server_of_somebody_else(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = place / "server.toml"
    with grounds_at(place) as grounds:
        port = grounds.parts["oracle"].words("main")["oracle_url"].rpartition(":")[2]
    file.write_text(file.read_text().replace('kind = "http"', f'kind = "http"\nport = {port}'))
    monkeypatch.setenv("HANDFAST_BASE_URL", "http://127.0.0.1:1")
    with grounds_at(place) as strange:
        assert strange.part("oracle").words("main") == {"oracle_url": f"http://127.0.0.1:{port}"}
        assert httpx.get(f"http://127.0.0.1:{port}/word").json() == {"word": "yes"}


def test_server_dies_with_a_suite_that_is_killed(place: Path) -> None:
    program = textwrap.dedent(f"""
        import json, time
        from pathlib import Path
        from contract_tests.spec.document import Document
        from contract_tests.servers.grounds import opened_grounds
        place = Path({str(place)!r})
        with opened_grounds(Document(place / "specs" / "openapi.yaml"), place / "server.toml") as grounds:
            with grounds.server() as server:
                print(json.dumps(server.process.pid), flush=True)
                time.sleep(60)
    """)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(place)}
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment) as suite:
        assert suite.stdout
        guard = psutil.Process(json.loads(suite.stdout.readline()))
        [child] = guard.children()
        suite.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while child.is_running() and child.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.02)
