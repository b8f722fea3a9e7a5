"""What schemathesis finds out: nothing about the mock of a document, and all about a server that is not as it says."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.transport.serialization import Binary

from handfast.corpus.alive import mocking
from handfast.corpus.opinions import (
    DISCRIMINATOR,
    FITS,
    FORM,
    NAMES_ALONE,
    OVERLAP,
    PARAMETER,
    READ_ONLY,
    TEXTS,
    TEXTS_OF_FORM,
    Opinions,
)
from handfast.corpus.questions import Questions
from handfast.corpus.written import EMPTY, NESTED, SEPARATOR
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


JUDGED = """
openapi: 3.1.0
info: {title: Judged, version: "1"}
paths:
  /notes/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
      - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      - {name: where, in: query, required: true, schema: {type: object, properties: {state: {type: string}}}}
      - {name: code, in: header, schema: {type: string, pattern: "^[a-z]+$"}}
      - {name: deep, in: query, style: deepObject, schema: {type: object, properties: {said: {}}}}
      - {name: by, in: header, schema: {type: object, additionalProperties: true}}
    put:
      requestBody:
        content:
          application/json:
            schema:
              oneOf: [{$ref: "#/components/schemas/Text"}, {$ref: "#/components/schemas/Other"}]
              discriminator: {propertyName: kind, mapping: {text: "#/components/schemas/Text"}}
      responses: {}
components:
  schemas:
    Anything: true
    Other:
      type: object
      required: [kind, size]
      properties: {kind: {type: string}, size: {oneOf: [{type: integer}, {type: number}]}}
    Text:
      type: object
      required: [kind, id]
      properties: {kind: {type: string}, id: {type: integer, readOnly: true}}
"""


@pytest.fixture
def opinions(tmp_path: Path) -> Opinions:
    path = tmp_path / "judged.yaml"
    path.write_text(JUDGED, encoding="utf-8")
    return Opinions.of(path, yaml.safe_load(JUDGED))


def sent(uri: str, body: Any = None, negative: tuple[str, ...] = (), **headers: str) -> tuple[Any, Any]:
    """A request as schemathesis keeps it, and whether it holds parts of it for bad."""
    places = {ParameterLocation(name): SimpleNamespace(mode=GenerationMode.NEGATIVE) for name in negative}
    meta = SimpleNamespace(components=places, phase=SimpleNamespace(name=SimpleNamespace(value="fuzzing")))
    operation = SimpleNamespace(method="put", path="/notes/{id}")
    media_type = None if body is None else "application/json"
    case = SimpleNamespace(
        operation=operation,
        meta=meta,
        media_type=media_type,
        body=body,
        path_parameters={"id": "x" if "path" in negative else "1"},
        headers=headers,
        cookies={},
    )
    content = None if body is None else json.dumps(body).encode()
    given = {name: [value] for name, value in headers.items()}
    return case, SimpleNamespace(request=SimpleNamespace(uri=uri, body=content, headers=given))


GOOD = "http://localhost/notes/1?state=open"


@pytest.mark.parametrize(
    ("request_", "cause"),
    [
        (sent(GOOD, {"kind": "text"}), None),
        (sent(GOOD, {"kind": "other"}), DISCRIMINATOR),
        (sent("http://localhost/notes/1"), EMPTY),
        (sent(GOOD, by="a,1,b"), SEPARATOR),
        (sent(GOOD, by="a,1"), None),
        (sent(GOOD, code=""), PARAMETER),
        (sent(GOOD, code="a"), None),
        (sent(f"{GOOD}&deep[a][b]=1"), NESTED),
        (sent(f"{GOOD}&deep[a]=1&deep[a]=2"), NESTED),
        (sent(f"{GOOD}&deep[a]=1&deep[b]=2&deep[said]=1&deep[said]=2&deep[said][c]=3"), None),
    ],
)
def test_a_refusal_is_excused_for_a_reason_alone(opinions: Opinions, request_: Any, cause: str | None) -> None:
    assert opinions.why_refused(*request_) == cause


@pytest.mark.parametrize(
    ("request_", "cause"),
    [
        (sent(GOOD, {"kind": "text", "id": "seven"}, ("body",)), None),
        (sent(GOOD, {"kind": "text", "id": 7}, ("body",)), READ_ONLY),
        (sent(GOOD, {"kind": "text"}, ("body",)), FITS),
        (sent(GOOD, {"kind": "other"}, ("body",)), None),
        (sent(GOOD, {"kind": "Other", "size": 1}, ("body",)), OVERLAP),
        (sent(GOOD, {"kind": "Other", "size": "1"}, ("body",)), None),
        (sent("http://localhost/notes/1?tags=7", negative=("query",)), None),
        (sent(GOOD, negative=("path",)), None),
        (sent(GOOD, negative=("header",), tags="7"), None),
    ],
)
def test_what_was_taken_is_excused_for_a_reason_alone(opinions: Opinions, request_: Any, cause: str | None) -> None:
    assert opinions.why_taken(*request_) == cause


FORMS = """
openapi: 3.1.0
info: {title: Forms, version: "1"}
paths:
  /notes/{id}:
    put:
      requestBody:
        content:
          application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/Form"}}
      responses: {}
components:
  schemas:
    Form:
      type: object
      required: [tags]
      properties:
        tags: {type: array, items: {type: string}}
        sizes: {type: array, items: {type: integer}}
        size: {type: integer}
        word: {type: string, maxLength: 3}
"""


@pytest.fixture
def forms(tmp_path: Path) -> Opinions:
    path = tmp_path / "forms.yaml"
    path.write_text(FORMS, encoding="utf-8")
    return Opinions.of(path, yaml.safe_load(FORMS))


def filled(body: dict[str, Any]) -> tuple[Any, Any]:
    case, interaction = sent("http://localhost/notes/1", body, ("body",))
    case.media_type = "application/x-www-form-urlencoded"
    return case, interaction


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ({"tags": []}, FORM),
        ({"tags": [{"a": 1}]}, NAMES_ALONE),
        ({"tags": ["a"], "sizes": []}, None),
        ({"tags": ["a"], "size": 7}, None),
    ],
)
def test_a_form_cannot_say_that_a_list_is_empty(forms: Opinions, body: dict[str, Any], cause: str | None) -> None:
    assert forms.why_refused(*filled(body)) == cause


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ({"tags": "a"}, TEXTS_OF_FORM),
        ({"tags": ["a"], "size": "7"}, TEXTS_OF_FORM),
        ({"tags": [7], "word": 12}, TEXTS_OF_FORM),
        ({"tags": [Binary(b"\xff")], "size": "7"}, TEXTS_OF_FORM),
        ({"tags": [Binary(b"a")], "size": Binary(b"x")}, None),
        ({"tags": "a", "size": "x"}, None),
        ({"tags": "a", "sizes": "x"}, None),
        ({"tags": "a", "word": "long"}, None),
        ({"size": 7}, None),
        ({"tags": "a", "other": 1}, TEXTS_OF_FORM),
        ({"tags": "a", "other": 1, "size": "x"}, None),
    ],
)
def test_a_form_is_judged_as_text(forms: Opinions, body: dict[str, Any], cause: str | None) -> None:
    assert forms.why_taken(*filled(body)) == cause


def test_a_parameter_is_judged_as_text(tmp_path: Path) -> None:
    """`?tags=7` is a list of one text, whatever was meant; an object cannot be told from its text."""
    path = tmp_path / "judged.yaml"
    document = yaml.safe_load(JUDGED)
    del document["paths"]["/notes/{id}"]["parameters"][2:]
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    judge = Opinions.of(path, document)
    assert judge.why_taken(*sent("http://localhost/notes/1?tags=7", negative=("query",))) == TEXTS
    assert judge.why_taken(*sent("http://localhost/notes/1?tags=7", negative=("query", "path"))) is None
