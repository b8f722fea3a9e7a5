"""What schemathesis finds out: nothing about the mock of a document, and all about a server that is not as it says."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from handfast.corpus.alive import mocking
from handfast.corpus.questions import Questions
from handfast.rendering.package import generate
from handfast.spec.document import load_as_is

SMALL = """
openapi: 3.1.0
info: {title: Small, version: "1"}
paths:
  /notes/{id}:
    put:
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Note"}}}
      responses:
        "200": {description: Changed., content: {application/json: {schema: {$ref: "#/components/schemas/Note"}}}}
        "422": {description: Broken.}
components:
  schemas:
    Note: {type: object, required: [title], properties: {title: {type: string, minLength: 1}}}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder with the package of the small document."""
    (tmp_path / "openapi.yaml").write_text(SMALL, encoding="utf-8")
    made, _ = generate(load_as_is(tmp_path / "openapi.yaml"))
    made.write(tmp_path / "package")
    return tmp_path


class Careless(BaseHTTPRequestHandler):
    """Takes everything, and gives nothing of what is promised."""

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def careless() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Careless) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_mock_is_as_its_document_says(package: Path) -> None:
    with mocking(package / "openapi.yaml", package) as (address, _):
        questions = Questions(package / "package" / "openapi.json", address)
        questions.ask()
    assert list(questions.findings()) == []
    assert questions.numbers["served"] == 1


def test_a_careless_server_is_found_out(tmp_path: Path, careless: str) -> None:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(yaml.safe_load(SMALL)), encoding="utf-8")
    questions = Questions(path, careless)
    questions.ask()
    checks = {check for _, check in questions.failures}
    assert checks >= {"negative_data_rejection", "response_schema_conformance"}
