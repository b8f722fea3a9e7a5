"""Where short ids are looked for in an answer: where links read them, in what is of their kind, and by their names."""

import json
from pathlib import Path
from typing import Any

import pytest

from contract_tests.isolation.places import Places
from contract_tests.spec.document import Document
from contract_tests.traffic.exchange import Exchange

SHIP = "/owners/{ownerId}/ships/{shipId}"
SPEC = """
openapi: 3.1.0
info: {title: Ships, version: "1"}
paths:
  /owners/{ownerId}/ships:
    parameters: [{$ref: "#/components/parameters/owner"}]
    get: {operationId: list, responses: {"200": {$ref: "#/components/responses/Any"}}}
    post:
      operationId: add
      responses:
        "201":
          description: One more.
          content: {application/json: {schema: {type: object}}}
          links: {show: {operationId: show, parameters: {shipId: $response.body#/no}}}
  /owners/{ownerId}/ships/{shipId}:
    parameters:
      - {$ref: "#/components/parameters/owner"}
      - {name: shipId, in: path, required: true, schema: {type: integer}}
    get:
      operationId: show
      responses:
        "200": {description: A ship., content: {application/json: {schema: {$ref: "#/components/schemas/Ship"}}}}
  /owners/{ownerId}/harbour:
    parameters: [{$ref: "#/components/parameters/owner"}]
    get:
      operationId: harbour
      responses:
        "200":
          description: What is there.
          content: {application/json: {schema: {$ref: "#/components/schemas/Harbour"}}}
          links: {show: {operationId: show, parameters: {shipId: $response.body#/waiting/0/it}}}
components:
  parameters:
    owner: {name: ownerId, in: path, required: true, x-owner: true, schema: {type: string}}
  responses:
    Any: {description: Ships, content: {application/json: {schema: {}}}}
  schemas:
    Ship: {type: object, properties: {no: {type: integer}, name: {type: string}}}
    Harbour:
      type: object
      properties: {no: {type: integer}, guest: {$ref: "#/components/schemas/Ship"}}
"""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    spec = tmp_path_factory.mktemp("ships") / "openapi.yaml"
    Path(spec).write_text(SPEC)
    return Document(spec)


def ids(document: Document, operation: str, body: Any, kind: str = SHIP) -> dict[str, int]:
    content, fields = json.dumps(body).encode(), {"content-type": "application/json"}
    return dict(Places(document, kind).ids(Exchange(document.operations[operation], "GET", "", 200, fields, content)))


@pytest.mark.parametrize("body", [[{"no": 3, "name": "5"}], {"total": 9, "items": [{"no": "3", "berth": {"no": 4}}]}])
def test_rows_of_a_list(document: Document, body: Any) -> None:
    """By the property that links read, as a number or a text, in whatever holds the rows."""
    assert ids(document, "list", body) == {"3": 1}


def test_rows_that_are_ids(document: Document) -> None:
    assert ids(document, "list", [3, "4", [5], None]) == {"3": 1, "4": 1}


def test_each_time_counts(document: Document) -> None:
    assert ids(document, "list", [{"no": 3}, {"no": 3}, {"no": True}]) == {"3": 2}


def test_where_a_link_reads_it(document: Document) -> None:
    """In every item, if it reads that of one."""
    assert ids(document, "harbour", {"no": 1, "waiting": [{"it": 3, "no": 2}, {"it": 4}]}) == {"3": 1, "4": 1}


def test_in_what_has_the_schema_of_the_thing(document: Document) -> None:
    assert ids(document, "harbour", {"no": 1, "guest": {"no": 3}}) == {"3": 1}
    assert ids(document, "show", {"no": 3, "name": "4"}) == {"3": 1}


def test_by_its_name(document: Document) -> None:
    found = ids(document, "harbour", {"ship_id": 3, "log": [{"shipId": "4", "ship_ids": [5, 6]}], "shipment": 7})
    assert found == {"3": 1, "4": 1, "5": 1, "6": 1}
    assert ids(document, "harbour", {"owner_id": 3, "ship_id": 4}, "/owners/{ownerId}") == {"3": 1}


def test_what_is_no_json_has_none(document: Document) -> None:
    broken = Exchange(document.operations["list"], "GET", "", 200, {"content-type": "application/json"}, b"[3")
    assert not Places(document, SHIP).ids(broken)
