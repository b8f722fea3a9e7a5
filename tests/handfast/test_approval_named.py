"""What an operation or a webhook refers to is approved with it: schemes, and what a discriminator tells apart."""

from pathlib import Path

import pytest

from tests.handfast.approved import approved, change, check

DOCUMENT = """\
openapi: 3.1.0
info: {title: Zoo, version: "1.2.0"}
security: [{token: []}]
paths:
  /pets:
    get: {operationId: listPets, responses: {"200": {description: All., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}}
    post: {operationId: addPet, security: [{key: []}, {}], responses: {"204": {description: Done.}}}
  /health:
    get: {operationId: getHealth, security: [], responses: {"204": {description: Well.}}}
webhooks:
  petGone:
    post: {requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Fish"}}}}, responses: {"204": {description: Seen.}}}
  petSold:
    post: {x-stability-level: draft, responses: {"204": {description: Bought.}}}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    key: {$ref: "#/components/securitySchemes/header"}
    header: {type: apiKey, in: header, name: X-Key}
    idle: {type: http, scheme: digest}
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: {kind: {type: string}}
      discriminator: {propertyName: kind, mapping: {dog: Hound}}
    Cat: {allOf: [{$ref: "#/components/schemas/Pet"}, {properties: {lives: {type: integer}}}]}
    Hound: {properties: {kind: {type: string}, nose: {$ref: "#/components/schemas/Nose"}}}
    Nose: {type: string, maxLength: 200}
    Fish: {properties: {fins: {type: integer}}}
"""  # noqa: E501 - an operation a line
LIST = "specs/openapi.yaml:6:5: GET /pets has changed since it was approved"
ADD = "specs/openapi.yaml:7:5: POST /pets has changed since it was approved"
GONE = "specs/openapi.yaml:12:5: webhook petGone has changed since it was approved"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("scheme: bearer", "scheme: basic", [LIST, GONE]),  # by the document's security
        ("name: X-Key", "name: X-Secret", [ADD]),  # by its own, and a reference away
        ("scheme: digest", "scheme: basic", []),  # nobody asks for it
        ("lives: {type: integer}", "lives: {type: string}", [LIST]),  # what may come in the place of its base
        ("maxLength: 200", "maxLength: 3", [LIST]),  # a name in a mapping, and a reference away
        ("fins: {type: integer}", "fins: {type: string}", [GONE]),
        ("description: Seen.", "description: Known.", [GONE]),
        ("description: Bought.", "description: Sold.", []),  # a draft
        ("x-stability-level: draft, ", "", ["specs/openapi.yaml:14:5: webhook petSold was never approved"]),
    ],
)
def test_each_change_and_nothing_else(
    folder: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, found: list[str]
) -> None:
    change(approved(folder, DOCUMENT), old, new)
    assert check(capsys) == found
