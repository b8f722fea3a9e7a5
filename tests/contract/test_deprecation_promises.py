"""A deprecated operation says in each answer until when it is there; a server that forgets it once is caught."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from contract_tests.spec.document import Document
from contract_tests.traffic.exchange import Request
from contract_tests.traffic.ledger import Ledger
from contract_tests.traffic.mask import Mask
from contract_tests.traffic.wire import Wire

SPEC = """
openapi: 3.1.0
info: {title: Lamps, version: "1"}
paths:
  /lamps/{id}:
    get:
      operationId: getLamp
      deprecated: true
      x-sunset: 2027-01-31
      x-deprecated-since: "2026-01-31"
      responses: {"204": {description: Lit.}, "404": {description: Dark.}}
  /candles/{id}:
    get:
      operationId: getCandle
      deprecated: true
      responses: {"204": {description: Lit.}, "404": {description: Dark.}}
"""
SUNSET, SINCE = "Sun, 31 Jan 2027 00:00:00 GMT", "@1769817600"
GOOD = {"Sunset": SUNSET, "Deprecation": SINCE}


@contextmanager
def serving(lit: dict[str, str], dark: dict[str, str]) -> Iterator[str]:
    """A server whose lamp 1 is lit and whose others are dark, each with headers of its own; all candles are dark."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/lamps/1"
            self.send_response(204 if found else 404)
            for name, value in {} if "candles" in self.path else (lit if found else dark).items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def complaints(folder: Path, *, lit: dict[str, str], dark: dict[str, str]) -> list[str]:
    """What the ledger has against the answers of a server."""
    spec = folder / "openapi.yaml"
    spec.write_text(SPEC)
    document = Document(spec)
    ledger = Ledger(document)
    with serving(lit, dark) as base_url:
        wire = Wire(document, base_url, ledger, Mask())
        for operation in document.operations.values():
            wire.call(operation, Request({"id": "1"}))
            wire.call(operation, Request({"id": "2"}))
        wire.close()
    return [each.partition("\n")[0] for one in document.operations.values() for each in ledger.complaints(one)]


@pytest.mark.parametrize(
    "headers",
    [
        GOOD,
        {"sunset": "Sun, 31 Jan 2027 23:59:59 GMT", "deprecation": "@1769817601"},
        {"Sunset": "Sun, 31 Jan 2027 10:00:00 +0000", "Deprecation": "@1769817600;note=1"},
    ],
)
def test_server_that_says_so_is_good(tmp_path: Path, headers: dict[str, str]) -> None:
    assert complaints(tmp_path, lit=headers, dark=headers) == []


@pytest.mark.parametrize(
    ("headers", "fault"),
    [
        ({"Deprecation": SINCE}, "header Sunset is missing, and x-sunset is 2027-01-31"),
        ({"Sunset": SUNSET}, "header Deprecation is missing, and the operation is deprecated"),
        (
            {**GOOD, "Sunset": "Mon, 01 Feb 2027 00:00:00 GMT"},
            "header Sunset is 'Mon, 01 Feb 2027 00:00:00 GMT', and x-sunset is 2027-01-31",
        ),
        (
            {**GOOD, "Sunset": "2027-01-31"},
            "header Sunset is '2027-01-31', and x-sunset is 2027-01-31; it is no date of HTTP",
        ),
        ({**GOOD, "Deprecation": "true"}, "header Deprecation is 'true', which is no date such as @1769817600"),
        (
            {**GOOD, "Deprecation": "@0"},
            "header Deprecation is '@0', which is 1970-01-01; x-deprecated-since is 2026-01-31",
        ),
    ],
)
def test_server_that_forgets_it_in_an_error_is_caught(tmp_path: Path, headers: dict[str, str], fault: str) -> None:
    assert complaints(tmp_path, lit=GOOD, dark=headers) == [f"getLamp (GET /lamps/{{id}}): {fault}"]
