"""Every success that the specs declare really happens, and nothing happens that they do not declare."""

import pytest

from contract_tests.actors import Actors
from contract_tests.conformance import Run
from contract_tests.ledger import Ledger, Promise
from contract_tests.recipes import NoRecipe, Recipes
from contract_tests.subject import each_promise


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


@pytest.mark.looks_back
def test_nothing_undeclared_was_seen(run: Run, ledger: Ledger, recipes: Recipes) -> None:
    assert run.requests
    found = [recipes.wire.mask(each.told("a status that is not declared")) for each in ledger.undeclared()]
    if found:
        pytest.fail("\n\n".join(found), pytrace=False)
