"""Every success that the specs declare really happens, and nothing happens that they do not declare."""

import pytest

from contract_tests.actors import Actors
from contract_tests.document import Operation
from contract_tests.ledger import Ledger, Promise
from contract_tests.mask import Mask
from contract_tests.recipes import NoRecipe, Recipes
from contract_tests.subject import each_operation, each_promise


@each_promise()
@pytest.mark.usefixtures("run")
def test_declared_success_is_seen(ledger: Ledger, recipes: Recipes, actors: Actors, promise: Promise) -> None:
    """By what schemathesis sent, or by a recipe."""
    if ledger.has(promise):
        return
    place = promise.operation.place_of(promise.status)
    try:
        exchange = recipes.fulfil(promise, actors.make())
    except NoRecipe as reason:
        pytest.fail(f"{promise} at {place} was never seen: {reason}", pytrace=False)
    if not ledger.has(promise):
        recipes.wire.fail(exchange, f"{promise} was never seen", promise.status)


@each_operation()
@pytest.mark.looks_back
@pytest.mark.usefixtures("run")
def test_every_answer_was_as_declared(ledger: Ledger, mask: Mask, operation: Operation) -> None:
    """In the whole session: what schemathesis got, and what every other test got."""
    found = ledger.complaints(operation)
    if found:
        pytest.fail(mask("\n\n".join(found)), pytrace=False)
