"""The document as clients get it says what its authors wrote."""

from pathlib import Path
from textwrap import dedent

from handfast.spec.document import load_as_is
from handfast.spec.publication import as_written, for_clients

_DOCUMENT = """\
    openapi: 3.1.0
    info: {title: A, version: "1"}
    paths:
      /pets: {post: {requestBody: {content: {application/json: {schema: {$ref: "https://example.com/pet"}}}}}}
    components:
      schemas:
        Pet:
          $id: https://example.com/pet
          properties:
            name: {type: string}
            nick: {$ref: "#/properties/name"}
            owner: {$ref: "#/components/schemas/Owner"}
        Owner: {allOf: [{$ref: "https://example.com/pet"}, {properties: {$ref: {type: string}}}]}
"""


def test_references_by_identifier_are_served_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(dedent(_DOCUMENT), encoding="utf-8")
    document = load_as_is(path)
    body = document.data["paths"]["/pets"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/Pet"}
    assert as_written(document, for_clients(document)) == document.sources[0].data
    assert body == {"$ref": "#/components/schemas/Pet"}  # to our own programs, still
