"""A list has the order that the specs declare, and says which of its items is of the request's own token."""

from itertools import pairwise, takewhile

import pytest

from contract_tests.inputs.bodies import at
from contract_tests.report.claims import Claims
from contract_tests.semantics.questions import is_misplaced, own_order
from contract_tests.semantics.shelf import Shelf, row_schema
from contract_tests.semantics.workshop import Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import is_list
from contract_tests.spec.schemas import Leaf, flat, leaves
from contract_tests.subject import each_operation
from contract_tests.users.actors import Actors
from contract_tests.users.recipes import Recipes

ROWS = 6
TOKENS = 3


def marks(operation: Operation) -> list[Leaf]:
    """Where items say whether the token of the request is theirs."""
    found = leaves(operation.document, row_schema(operation)).items()
    return [leaf for leaf, schema in found if flat(operation.document, schema).get("x-current") is True]


@each_operation(lambda each: is_list(each) and each.is_secured and bool(own_order(each)))
def test_items_come_in_the_declared_order(
    recipes: Recipes, actors: Actors, claims: Claims, operation: Operation
) -> None:
    """When nobody asks for another one."""
    shelf = Shelf(Workshop(recipes, actors.make()), operation)
    shelf.grow(ROWS)
    rows, schemas = shelf.walk(), leaves(shelf.workshop.document, shelf.row_schema)
    known = takewhile(lambda each: each.leaf in schemas, own_order(operation))
    keys = [(each, schemas[each.leaf]) for each in known]
    told = ", ".join(each.value for each in own_order(operation))
    verdicts = [(is_misplaced(keys, one, other), one, other) for one, other in pairwise(rows)]
    for is_wrong, one, other in verdicts:
        if is_wrong:
            fault = f"ordered by {told}, {shelf.identify(one)} comes before {shelf.identify(other)}"
            shelf.workshop.wire.fail(shelf.page(limit=shelf.most), fault, 200)
    if all(is_wrong is None for is_wrong, _, _ in verdicts):
        pytest.skip(f"{operation.place}: no two items of it could be had that {told} tells apart")
    claims.prove(operation, "items come in the declared order")


@each_operation(lambda each: is_list(each) and each.is_secured and bool(marks(each)))
def test_the_item_of_the_own_token_is_marked(
    recipes: Recipes, actors: Actors, claims: Claims, operation: Operation
) -> None:
    """One, and another one for each token."""
    actor = actors.make()
    if not actors.can_log_in_again:
        pytest.skip("actors.toml has no [log_in], so each user has one token")
    for leaf in marks(operation):
        marked: list[str] = []
        for number in range(TOKENS):  # one after another: a log-in may be the end of the one before
            token = actors.log_in_again(actor) if number else actor
            shelf = Shelf(Workshop(recipes, token), operation)
            found = [shelf.identify(row) for row in shelf.walk() if at(row, leaf) is True]
            if len(found) != 1 or found[0] in marked:
                fault = f"{'.'.join(leaf)} is to be true of the one item that this token is of, and is of {len(found)}"
                shelf.workshop.wire.fail(shelf.page(limit=shelf.most), f"{fault}, or of that of another token", 200)
            marked += found
    claims.prove(operation, "the item of the own token is marked")
