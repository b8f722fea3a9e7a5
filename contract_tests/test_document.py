"""The document that the server gives to clients is the one that was authored, in every format, at any time."""

import json
from collections.abc import Callable

import pytest

from contract_tests.report.outcomes import NOTHING
from contract_tests.spec.canonical import UNPUBLISHED, canonical, published, unequal
from contract_tests.spec.dialect import is_old
from contract_tests.spec.document import Document, Operation
from contract_tests.subject import DOCUMENT, each_operation
from contract_tests.traffic.exchange import Exchange
from contract_tests.users.recipes import Recipes


def serves_document(operation: Operation) -> bool:
    """Whether what it answers is an OpenAPI document, by its schema."""
    for media in operation.responses.get("200", {}).get("content", {}).values():
        schema = operation.document.resolved(media.get("schema", {}))
        if operation.is_safe and {"openapi", "info", "paths"} <= set(schema.get("required", [])):
            return True
    return False


SERVING = [each for each in DOCUMENT.operations.values() if serves_document(each)]


Fetch = Callable[..., Exchange]


@pytest.fixture
def fetch(recipes: Recipes, request: pytest.FixtureRequest) -> Fetch:
    """Asks an operation for the document, as a user and by what links lead to if it takes that."""

    def ask(operation: Operation, **headers: str) -> Exchange:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if not (operation.resources or operation.is_secured):
            return recipes.call(operation, None, {}, headers=sent)
        owner = request.getfixturevalue("owner")
        return recipes.call(operation, owner, recipes.arguments(operation, owner), headers=sent)

    return ask


def test_document_is_served() -> None:
    if not SERVING:
        pytest.skip(NOTHING)


@each_operation(serves_document)
def test_served_document_is_the_authored_one(fetch: Fetch, document: Document, operation: Operation) -> None:
    exchange = fetch(operation)
    served = exchange.body
    if is_old(served):
        served = json.loads(json.dumps(document.bundled(exchange.content)))
    found = sorted(unequal(canonical(published(document.plain())), canonical(served, document.leave_out_from)))
    if found:
        where = "\n".join(found[:20])
        pytest.fail(f"{operation} at {operation.place} serves another document:\n{where}", pytrace=False)


@each_operation(serves_document)
def test_served_document_keeps_what_is_internal(recipes: Recipes, fetch: Fetch, operation: Operation) -> None:
    exchange = fetch(operation)
    text = exchange.content.decode(errors="replace")
    shown = [name for name in UNPUBLISHED if name in text]
    if shown:
        recipes.wire.fail(exchange, f"it tells what is internal: {', '.join(shown)}", 200)


def test_formats_agree(recipes: Recipes, fetch: Fetch) -> None:
    if not SERVING:
        pytest.skip(NOTHING)
    first, *others = (fetch(each) for each in SERVING)
    for other in others:
        if other.body != first.body:
            recipes.wire.fail(other, f"it is another document than that of {first.operation}", 200)


@each_operation(serves_document)
def test_bytes_are_stable(recipes: Recipes, fetch: Fetch, operation: Operation) -> None:
    first, second = fetch(operation), fetch(operation)
    if (first.content, first.headers.get("etag")) != (second.content, second.headers.get("etag")):
        recipes.wire.fail(second, "a moment before, it answered with another ETag or other bytes", 200)


@each_operation(lambda operation: serves_document(operation) and "304" in operation.responses)
@pytest.mark.parametrize("form", ["{etag}", '"another", {etag}', "W/{etag}", "*"])
def test_what_the_client_has_is_not_sent_again(recipes: Recipes, fetch: Fetch, operation: Operation, form: str) -> None:
    first = fetch(operation)
    etag = first.headers.get("etag")
    if etag is None:
        recipes.wire.fail(first, "there is no ETag, which 304 takes", 200)
    exchange = fetch(operation, If_None_Match=form.format(etag=etag))
    recipes.wire.expect(exchange, 304, "its ETag was named")
    if exchange.headers.get("etag") != etag:
        recipes.wire.fail(exchange, f"the ETag is another one than {etag}", 304)


@each_operation(lambda operation: serves_document(operation) and "304" in operation.responses)
def test_what_the_client_lacks_is_sent(recipes: Recipes, fetch: Fetch, operation: Operation) -> None:
    exchange = fetch(operation, If_None_Match='"another"')
    recipes.wire.expect(exchange, 200, "another ETag was named")
