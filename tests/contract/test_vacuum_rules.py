"""A run that left something out proves nothing of it, and says what: an operation, an answer, a link, a stranger."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.spec.document import Document
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.gaps import (
    attack_gap,
    holds_own,
    link_gap,
    names_somebody,
    status_gap,
    stranger_gap,
    success_gap,
    users_gap,
)
from contract_tests.traffic.ledger import Ledger, promises_of
from tests.contract.corner_shop import open_shop, prove

SPEC = """
openapi: 3.1.0
info: {title: Notes, version: "1"}
security: [{token: []}]
paths:
  /{user}/notes:
    parameters: [{name: user, in: path, required: true, x-owner: true, schema: {type: string}}]
    post:
      operationId: addNote
      responses:
        "201":
          description: Added.
          content: {application/json: {schema: {type: object}}}
          links:
            shown: {operationId: getNote, parameters: {user: "$request.path.user", note: "$response.body#/id"}}
        "401": {description: Nobody.}
  /{user}/notes/{note}:
    parameters:
      - {name: user, in: path, required: true, x-owner: true, schema: {type: string}}
      - {name: note, in: path, required: true, schema: {type: string}}
    get:
      operationId: getNote
      responses: {"204": {description: There.}, "401": {description: Nobody.}, "404": {description: Gone.}}
components:
  securitySchemes: {token: {type: http, scheme: bearer}}
"""
Asked = tuple[str, str, str, int, str]
# Who asks for what, what comes, and the id of what was made: all that there is to be reached.
WHOLE: dict[str, Asked] = {
    "ada adds": ("ada", "POST", "/ada/notes", 201, "n1"),
    "bob adds": ("bob", "POST", "/bob/notes", 201, "n2"),
    "ada reads": ("ada", "GET", "/ada/notes/n1", 204, ""),
    "bob reads": ("bob", "GET", "/bob/notes/n2", 204, ""),
    "bob adds at ada's": ("bob", "POST", "/ada/notes", 404, ""),
    "bob reads ada's": ("bob", "GET", "/bob/notes/n1", 404, ""),
    "nobody adds": ("", "POST", "/ada/notes", 401, ""),
    "nobody reads": ("", "GET", "/ada/notes/n1", 401, ""),
    "eve adds": ("eve", "POST", "/ada/notes", 401, ""),
    "eve reads": ("eve", "GET", "/ada/notes/n1", 401, ""),
}


@pytest.fixture
def document(tmp_path: Path) -> Document:
    (tmp_path / "openapi.yaml").write_text(SPEC)
    return Document(tmp_path / "openapi.yaml")


def gaps_without(document: Document, *left_out: str) -> list[str]:
    """What is missed in a run that did all but this."""
    ledger = Ledger(document)
    for user in ("ada", "bob"):
        ledger.roll.meet(user, f"token-of-{user}")
    for name, told in WHOLE.items():
        if name not in left_out:
            ledger.record(exchange_of(document, told))
    found = []
    for operation in document.operations.values():
        found += [f"{operation.id} {success_gap(ledger, operation)}", f"{operation.id} {attack_gap(ledger, operation)}"]
        found += [f"{operation.id} {link_gap(ledger, operation, link)}" for link in operation.links]
        found += [f"{operation.id} {stranger_gap(ledger, operation)}"] if names_somebody(operation) else []
        found += [f"{operation.id} {users_gap(ledger, operation)}"] if holds_own(operation) else []
    found += [f"{each.operation.id} {status_gap(ledger, each)}" for each in promises_of(document)]
    return [each for each in found if not each.endswith(" ")]


def exchange_of(document: Document, asked: Asked) -> Exchange:
    user, method, path, status, made = asked
    operation = document.route(method, path)
    assert operation is not None
    exchange = Exchange(operation, method, f"http://localhost{path}", status, {}, b"")
    if made:
        content = json.dumps({"id": made}).encode()
        exchange = replace(exchange, headers={"content-type": "application/json"}, content=content)
    return replace(exchange, request_headers={"authorization": f"Bearer token-of-{user}"} if user else {})


def test_nothing_is_missed_where_all_was_reached(document: Document) -> None:
    assert gaps_without(document) == []


@pytest.mark.parametrize(
    ("left_out", "missed"),
    [
        (
            ["ada reads", "bob reads"],
            {
                "getNote never succeeded, so most of what was tried on it proves nothing",
                "getNote did not succeed for two users",
                "getNote was never answered with getNote-204",
                "addNote has the link shown to getNote, which never led to a success",
            },
        ),
        (["bob reads"], {"getNote did not succeed for two users"}),
        (
            ["bob reads ada's"],
            {
                "getNote was never tried by another user than the owner",
                "getNote was never answered with getNote-404",
            },
        ),
        (["bob adds at ada's"], {"addNote was never tried by another user than the owner"}),
        (["nobody adds"], {"addNote was never tried without a credential"}),
        (["eve reads"], {"getNote was never tried with a credential that is no good"}),
        (
            ["nobody reads", "eve reads"],
            {
                "getNote was never tried without a credential",
                "getNote was never answered with getNote-401",
            },
        ),
    ],
    ids=lambda value: " and ".join(value) if isinstance(value, list) else "",
)
def test_what_was_left_out_is_missed(document: Document, left_out: list[str], missed: set[str]) -> None:
    assert set(gaps_without(document, *left_out)) == missed


def test_link_is_not_followed_by_a_request_for_another_thing(document: Document) -> None:
    """It has to lead where the answer said, with a success."""
    ledger = Ledger(document)
    ledger.roll.meet("ada", "token-of-ada")
    ledger.record(exchange_of(document, WHOLE["ada adds"]))
    adding = document.operations["addNote"]
    for path, status in (("/ada/notes/n7", 204), ("/ada/notes/n1", 404)):
        ledger.record(exchange_of(document, ("ada", "GET", path, status, "")))
        assert link_gap(ledger, adding, adding.links[0])
    ledger.record(exchange_of(document, WHOLE["ada reads"]))
    assert not link_gap(ledger, adding, adding.links[0])


def test_operation_that_never_succeeds_is_named(tmp_path: Path) -> None:
    """In a run of everything that looks back is about, of a server that serves nobody."""
    with open_shop("closed") as shop:
        words = ["auth", "conformance", "isolation", "statuses", "vacuum", "--budget", "2", "--json", "out.json"]
        done = prove(*shop.options, *words, folder=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    found = json.loads((tmp_path / "out.json").read_text())["outcomes"]
    texts = [each["text"] for each in found if each["claim"] == "vacuum" and each["state"] == "failed"]
    assert sorted(re.sub(" at specs/openapi.yaml:[0-9]+", "", each) for each in texts) == [
        "getMember (GET /members/{member}) did not succeed for two users",
        "getMember (GET /members/{member}) never succeeded, so most of what was tried on it proves nothing",
        "getMember (GET /members/{member}) was never answered with getMember-200-application/json",
    ]
    assert "FAILED vacuum: operation was successful (getMember)" in done.stdout
