"""Splitting: the files say what the document said, and nothing is written over."""

import json
from pathlib import Path
from typing import Any

import pytest

from handfast.cli import main
from handfast.spec.document import load
from tests.handfast.documents import Write

REPOSITORY = Path(__file__).parents[2]
DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
security: [{key: []}]
paths:
  /pets/{id}:
    get:
      tags: [Small pets]
      responses:
        "200": {$ref: "#/components/responses/Pet"}
  /pets-{id}:
    get:
      tags: [Small pets]
      responses:
        "200": {$ref: "#/paths/~1pets~1{id}/get/responses/200"}
  /:
    get: {responses: {"204": {description: Done.}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
  responses:
    Pet: {description: A pet., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
  schemas:
    Pet:
      oneOf: [{$ref: "#/components/schemas/Cat"}]
      discriminator: {propertyName: kind, mapping: {cat: "#/components/schemas/Cat"}}
    Cat: {type: object, properties: {kind: {type: string}, parent: {$ref: "#/components/schemas/Cat"}}}
"""


def resolved(path: Path) -> dict[str, Any]:
    """The paths of a document with all that they refer to in its place, one turn of a cycle deep."""
    document = load(path)

    def told(node: Any, above: tuple[str, ...] = ()) -> Any:
        if isinstance(node, list):
            return [told(item, above) for item in node]
        if not isinstance(node, dict):
            return node
        reference = node.get("$ref")
        if isinstance(reference, str):
            return "a cycle" if reference in above else told(document.find(reference), (*above, reference))
        return {key: told(item, above) for key, item in node.items() if key != "mapping"}

    return {path: told(item) for path, item in document.data["paths"].items()}


def test_by_tag_and_by_kind(write: Write, folder: Path) -> None:
    path = write(DOCUMENT, "pets.yaml")
    assert main(["split", "pets.yaml"]) == 0
    assert {file.relative_to(folder).as_posix() for file in folder.glob("specs/**/*.yaml")} == {
        "specs/openapi.yaml",
        "specs/paths/small_pets.yaml",
        "specs/paths/default.yaml",
        "specs/components/responses.yaml",
        "specs/components/schemas.yaml",
    }
    assert resolved(folder / "specs/openapi.yaml") == resolved(path)
    made = load(folder / "specs/openapi.yaml").data
    assert made["components"]["securitySchemes"] == load(path).data["components"]["securitySchemes"]
    assert made["components"]["schemas"]["Pet"]["discriminator"]["mapping"] == {"cat": "#/components/schemas/Cat"}


def test_our_own_document(folder: Path) -> None:
    published = REPOSITORY / "generated/openapi.json"
    assert main(["split", str(published)]) == 0
    assert resolved(folder / "specs/openapi.yaml") == json.loads(json.dumps(resolved(published)))


def test_what_is_there_stays(write: Write, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(DOCUMENT, "pets.yaml")
    write("mine: true\n", "specs/openapi.yaml")
    assert main(["split", "pets.yaml"]) == 1
    assert capsys.readouterr().err == "specs/openapi.yaml:1:1: is there already and stays\n1 finding\n"
    assert (folder / "specs/openapi.yaml").read_text() == "mine: true\n"
    assert not (folder / "specs/paths").exists()
