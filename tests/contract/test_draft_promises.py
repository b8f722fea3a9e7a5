"""Drafts are nobody's promise: nothing of them is asked, and whether a server shows them in its document is its own."""

import json
from pathlib import Path
from typing import Any

import pytest

from contract_tests.spec.canonical import canonical, published, unequal
from contract_tests.spec.document import Document

SPEC = """
openapi: 3.1.0
info: {title: Lamps, version: "1"}
tags: [{name: lamps}, {name: candles}]
paths:
  /lamps:
    get:
      operationId: listLamps
      tags: [lamps]
      deprecated: true
      x-sunset: 2027-01-31
      responses:
        "200":
          description: Lamps.
          headers: {ETag: {schema: {type: string}}}
          links:
            candle: {operationId: getCandle}
            torch: {operationRef: "#/paths/~1torches/get"}
            lamps: {operationId: listLamps}
        "204": {description: None., links: {candle: {operationId: getCandle}}}
    post: {operationId: addLamp, tags: [candles], x-stability-level: draft, responses: {"204": {description: Done.}}}
  /candles:
    get: {operationId: getCandle, tags: [candles], x-stability-level: draft, responses: {"204": {description: Done.}}}
  /torches:
    get: {x-stability-level: draft, responses: {"204": {description: Done.}}}
  /moons:
    get: {operationId: getMoon, tags: [lamps], x-stability-level: beta, responses: {"204": {description: Done.}}}
"""


@pytest.fixture
def document(tmp_path: Path) -> Document:
    spec = tmp_path / "openapi.yaml"
    spec.write_text(SPEC)
    return Document(spec)


def test_drafts_and_the_links_to_them_are_left_out(document: Document) -> None:
    assert list(document.operations) == ["listLamps", "getMoon"]
    assert [link.target for link in document.operations["listLamps"].links] == ["listLamps"]
    assert list(document.plain()["paths"]) == ["/lamps", "/moons"]
    assert document.route("POST", "/lamps") is None
    assert document.unasked == {("POST", "/lamps"), ("GET", "/candles"), ("GET", "/torches")}


def test_what_nobody_has_written_is_left_out_likewise(document: Document) -> None:
    written = Document(document.spec, None, ["getMoon"])
    assert list(written.operations) == ["listLamps"]
    assert written.unwritten == {("GET", "/moons")}
    assert written.unasked > written.unwritten
    whole = served(document)
    assert sorted(unequal(canonical(published(written.plain())), canonical(whole, written.leave_out_from))) == []
    assert differences(written, whole) != []


def test_drafts_are_there_for_whoever_asks(document: Document) -> None:
    whole = Document(document.spec, has_drafts=True)
    assert list(whole.operations) == ["listLamps", "addLamp", "getCandle", "GET /torches", "getMoon"]
    assert differences(whole, served(document)) == []


def differences(document: Document, served: dict[str, Any]) -> list[str]:
    return sorted(unequal(canonical(published(document.plain())), canonical(served)))


def served(document: Document) -> dict[str, Any]:
    """The document as a server of ours gives it."""
    copy = document.plain()
    copy["tags"] = [{"name": "lamps"}]
    for response in copy["paths"]["/lamps"]["get"]["responses"].values():
        response["headers"] = {**response.get("headers", {}), "Sunset": {"schema": {"type": "string"}}}
    return copy


def test_either_way_to_serve_the_document_is_fine(document: Document) -> None:
    assert differences(document, served(document)) == []
    assert differences(document, json.loads(json.dumps(document.bundled()))) == []


def test_what_is_promised_has_to_be_served(document: Document) -> None:
    copy = served(document)
    del copy["paths"]["/moons"]
    del copy["paths"]["/lamps"]["get"]["responses"]["200"]["headers"]["ETag"]
    assert differences(document, copy) == [
        "/paths/~1lamps/get/responses/200/headers is authored only",
        "/paths/~1moons is authored only",
    ]
