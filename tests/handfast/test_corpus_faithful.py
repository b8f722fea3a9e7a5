"""L2: whatever of a document is broken in the generated code is found, and told by its place."""

import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from handfast.corpus import faithful
from handfast.corpus.generation import generated
from handfast.corpus.outcomes import Outcome, Subject

_DOCUMENT = """\
    openapi: 3.1.0
    info: {title: Things, version: "1"}
    tags: [{name: things}]
    security: [{token: []}]
    paths:
      /things/{id}:
        parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
        get:
          operationId: getThing
          tags: [things]
          parameters:
            - {name: parts, in: query, style: pipeDelimited, schema: {type: array, items: {type: string}}}
            - {name: limit, in: query, schema: {type: integer, minimum: 1, default: 20}}
            - {name: since, in: query, schema: {type: number, minimum: 0, maximum: 9223372036854776000}}
            - {name: mode, in: query, required: true, schema: {type: string, pattern: "^[a-z]+$", maxLength: 5}}
          responses:
            "200":
              description: A thing.
              headers: {ETag: {schema: {type: string}}}
              content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
            "404": {description: None., content: {text/plain: {schema: {type: string}}}}
        put:
          operationId: putThing
          tags: [things]
          security: [{token: [write], key: []}, {token: [admin]}, {token: [owner]}, {}]
          requestBody:
            required: true
            content:
              application/json: {schema: {$ref: "#/components/schemas/Thing"}}
              text/csv: {schema: {type: string}}
              application/vnd.packed+json: {schema: {type: string, format: binary}}
          responses: {"204": {description: Done.}}
    components:
      securitySchemes:
        token: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {write: Write.}}}}
        key: {type: apiKey, in: header, name: X-Key}
      schemas:
        Thing:
          type: object
          required: [name]
          properties: {name: {type: string, minLength: 2}, size: {type: integer, maximum: 9}, kind: {enum: [a, b]}}
"""
_ROUTES, _MODELS, _ACCESS = "routes/things.py", "schemas.py", "support/access.py"
_BREAKAGES = {
    "style": (_ROUTES, ', style="pipeDelimited"', "", "12:11: query parameter 'parts'"),
    "default": (_ROUTES, "default=20", "default=21", "the default 20 is lost"),
    "bound": (_ROUTES, "Field(ge=1)", "Field(ge=0)", "0 breaks minimum and is taken"),
    "large bound": (_ROUTES, "le=9223372036854776000", "le=1e20", "breaks maximum and is taken"),
    "required": (_ROUTES, "required=True", "required=False", "is required, and not asked for"),
    "place": (
        _ROUTES,
        '"query", "limit"',
        '"header", "limit"',
        "query parameter 'limit' of GET /things/{id}: 1 does not arrive",
    ),
    "name": (_ROUTES, '"query", "limit"', '"query", "Limit"', "does not arrive"),
    "media type": (_ROUTES, '"text/csv"', '"text/html"', "text/csv of PUT /things/{id}"),
    "header": (_ROUTES, '"ETag"', '"X-Tag"', "the header ETag cannot be sent"),
    "status": (_ROUTES, "json_response(200", "json_response(206", "200 of GET /things/{id} cannot be sent"),
    "failure": (_ROUTES, "problems=(GetThing404,)", "problems=()", "404 of GET /things/{id} cannot be sent"),
    "scopes": (_ROUTES, '"write"', '"read"', "does not ask token for the scopes ['write']"),
    "scopes of the same scheme": (_ROUTES, '"owner"', '"admin"', "does not let token pass"),
    "scheme": (_ROUTES, "authenticate.key", "authenticate.token", "lets token pass without key"),
    "nobody": (
        _ACCESS,
        "        return None\n    return await any_of(",
        "        pass\n    return await any_of(",
        "not open to those",
    ),
    "property": (_MODELS, "size: ", "size_: ", "does not arrive"),
    "model's bound": (_MODELS, "min_length=2", "min_length=1", "breaks minLength and is taken"),
    "model's enum": (_MODELS, "kind: ThingKind", "kind: str", "breaks enum and is taken"),
    "served": ("openapi.json", '"maximum": 9', '"maximum": 8', "is served as '8'"),
}


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    folder = tmp_path_factory.mktemp("faithful")
    document = folder / "things.yaml"
    document.write_text(dedent(_DOCUMENT), encoding="utf-8")
    made = Subject("things", document, folder, 120)
    assert generated(made).code == 0
    return made


def test_a_faithful_package(subject: Subject) -> None:
    outcome = faithful.measure(subject)
    assert (outcome.passed, outcome.findings) == (True, ())
    assert outcome.numbers["asked"] > 50
    assert outcome.numbers["unasked"] == 0


@pytest.mark.parametrize("name", _BREAKAGES)
def test_a_broken_package(name: str, subject: Subject, tmp_path: Path) -> None:
    *change, found = _BREAKAGES[name]
    outcome = _broken(subject, tmp_path, change)
    assert outcome.passed is False
    assert any(found in finding for finding in outcome.findings), outcome.findings
    assert all(finding.startswith(f"{subject.document}:") for finding in outcome.findings)


def test_what_the_generator_warned_of_is_no_miss(subject: Subject, tmp_path: Path) -> None:
    log = f"warning: {subject.document}:13:44: the bound is lost\n"
    outcome = _broken(subject, tmp_path, [_ROUTES, "Field(ge=1)", "Field(ge=0)"], log)
    assert (outcome.passed, outcome.numbers["announced"]) == (True, 1)


def _broken(subject: Subject, folder: Path, change: list[str], log: str = "") -> Outcome:
    file, old, new = change
    copy = Subject(subject.name, subject.document, folder, subject.limit)
    shutil.copytree(subject.package, copy.package, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "generation.log").write_text(log, encoding="utf-8")
    text = (copy.package / file).read_text(encoding="utf-8")
    assert old in text, text
    (copy.package / file).write_text(text.replace(old, new), encoding="utf-8")
    return faithful.measure(copy)
