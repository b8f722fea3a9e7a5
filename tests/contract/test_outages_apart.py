"""Outages at a server of their own: only where it shares nothing with the first, and never instead of the proof."""

import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from contract_tests.servers.grounds import Grounds, opened_grounds
from contract_tests.spec.document import Document
from contract_tests.statuses.apart import OutagesApart, can_be_apart
from contract_tests.traffic.ledger import Ledger
from contract_tests.traffic.mask import Mask

SPEC = """
openapi: 3.1.0
info: {title: Tiny, version: "1"}
paths:
  /ready:
    get: {operationId: ready, security: [], x-needs: [words], responses: {"200": {description: It serves.}}}
"""
APP = """
import os, sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
# Says the URL of a server that nobody asks.
DATABASE = 'kind = "postgres"\ncommand = ["{python}", "-c", "print(1 and \'URL\', flush=True); input()"]'.replace(
    "URL", "postgresql://nobody@127.0.0.1:1/none"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "openapi.yaml").write_text(SPEC)
    (tmp_path / "app.py").write_text(APP)
    return tmp_path


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def opened(folder: Path, stack: ExitStack, *parts: str) -> Grounds:
    """The grounds of a server that has these things outside."""
    told = [f'command = ["{sys.executable}", "{folder}/app.py", "{{port}}"]']
    told += [f"[outside.part{number}]\n{textwrap.dedent(part)}" for number, part in enumerate(parts)]
    (folder / "server.toml").write_text("\n".join(told))
    return stack.enter_context(opened_grounds(Document(folder / "openapi.yaml"), folder / "server.toml"))


@pytest.mark.parametrize(
    ("parts", "can"),
    [
        ((DATABASE, 'kind = "http"'), "yes"),
        ((DATABASE, 'kind = "http"\nport = 0'), "yes"),
        ((DATABASE, 'fail = ["true"]\nheal = ["true"]'), "no: one thing, told by commands"),
        (('kind = "postgres"\nurl = "postgresql://nobody@127.0.0.1:1/none"',), "no: one server for all"),
        (('kind = "http"',), "no: what is kept may be kept in one place"),
        ((), "no: nothing can fail"),
    ],
)
def test_a_second_server_is_had_where_it_shares_nothing(
    folder: Path, stack: ExitStack, parts: tuple[str, ...], can: str
) -> None:
    assert can_be_apart(opened(folder, stack, *parts)) is (can == "yes")


def test_where_no_second_server_is_to_be_had_there_are_no_outages_apart(folder: Path, stack: ExitStack) -> None:
    """The first one feels them then."""
    grounds = opened(folder, stack)
    (folder / "server.toml").write_text(f'command = ["{sys.executable}", "-c", "raise SystemExit(3)"]')
    apart = OutagesApart(grounds, Ledger(grounds.document), Mask())
    assert apart.outages() is None
    apart.close()


def test_nothing_is_left_when_it_is_closed_early(folder: Path, stack: ExitStack) -> None:
    grounds = opened(folder, stack)
    before = threading.active_count()
    apart = OutagesApart(grounds, Ledger(grounds.document), Mask())
    apart.close()
    assert threading.active_count() == before
    assert all(each.process is None or each.process.poll() is not None for each in grounds.servers)
