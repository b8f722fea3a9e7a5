"""What is deleted is gone, stays gone, and takes nothing else with it but its own parts."""

import pytest

from contract_tests.report.claims import Claims
from contract_tests.report.outcomes import NOTHING
from contract_tests.semantics.shelf import Shelf, find_growth
from contract_tests.semantics.workshop import Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import Item, deletes, is_list, is_named_by_users, item_of, puts_new
from contract_tests.subject import each_operation
from contract_tests.users.actors import Actors
from contract_tests.users.recipes import Recipes

GONE = (404, 410)
SEVERAL = 3


@pytest.fixture
def workshop(recipes: Recipes, actors: Actors) -> Workshop:
    return Workshop(recipes, actors.make())


def item_deleted(operation: Operation) -> Item:
    item = item_of(operation)
    assert item is not None
    return item


def is_one_of_many(operation: Operation) -> bool:
    return deletes(operation) and item_deleted(operation).parameter is not None


def is_the_only_one(operation: Operation) -> bool:
    return deletes(operation) and item_deleted(operation).parameter is None


def is_shown_in_list(operation: Operation) -> bool:
    item = item_of(operation)
    return is_one_of_many(operation) and item is not None and bool(item.listed_by) and bool(item.identity)


@each_operation(is_one_of_many)
def test_deleted_thing_stays_deleted(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    thing = workshop.make(item_deleted(operation))
    exchange = workshop.succeed(operation, thing.path)
    readers = [thing.item.read] if thing.item.read else []
    writers = [each for each in thing.item.writes if not puts_new(each)]
    for again in (*readers, operation, *readers, *writers):
        later = workshop.call(again, thing.path)
        if later.status not in GONE:
            workshop.wire.fail(later, f"it was deleted ({exchange.status}) before", 404)
    for action in thing.item.actions:
        later = workshop.call(action, thing.path)
        # Unless it brings the thing back, which is then there.
        if later.status in range(200, 300) and workshop.call(readers[0], thing.path).status in GONE:
            workshop.wire.fail(later, f"it was deleted ({exchange.status}) before, and is gone", 404)
    claims.prove(operation, "what is deleted stays deleted")


@each_operation(lambda each: is_one_of_many(each) and bool(item_deleted(each).parts))
def test_parts_go_with_the_thing(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """However many there are; a thing that is not empty may be refused with 409."""
    thing = workshop.make(item_deleted(operation))
    parts = thing.item.parts
    for part in parts:
        workshop.succeed(part, thing.path)
        if is_list(part) and find_growth(part) is not None:
            own = {name: thing.path[name] for name in part.owners + part.resources}
            Shelf(workshop, part, own).grow(SEVERAL)
    exchange = workshop.call(operation, thing.path)
    if exchange.status == 409 and operation.declares(409):
        pytest.skip(NOTHING)
    if exchange.status not in range(200, 300):
        workshop.wire.fail(exchange, "the request is right, and was refused", exchange.status)
    for part in (*parts, *([thing.item.read] if thing.item.read else [])):
        later = workshop.call(part, thing.path)
        if later.status not in GONE:
            workshop.wire.fail(later, "the thing that it is, or is a part of, was deleted before", 404)
    claims.prove(operation, "parts go with the thing")


@each_operation(is_shown_in_list)
def test_deleted_thing_leaves_the_list(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """And nothing else leaves it, nor changes."""
    item = item_deleted(operation)
    assert item.listed_by is not None
    thing = workshop.make(item)
    neighbours = [workshop.make(item, beside=thing) for _ in range(2)] if item.made_by else []
    shelf = Shelf(workshop, item.listed_by, thing.path)
    if not item.made_by:
        shelf.grow(2)
    before = {shelf.identify(row): row for row in shelf.walk()}
    for each in (thing, *neighbours):
        if each.name not in before:
            workshop.wire.fail(shelf.page(), f"{each.name} is there, and not in the list", 200)
    exchange = workshop.succeed(operation, thing.path)
    after = {shelf.identify(row): row for row in shelf.walk()}
    if thing.name in after:
        workshop.wire.fail(exchange, "it was deleted, and is in the list still", exchange.status)
    if after != {name: row for name, row in before.items() if name != thing.name}:
        workshop.wire.fail(exchange, "other things of the list went or changed as well", exchange.status)
    claims.prove(operation, "what is deleted leaves the list")


def is_named_by_the_server(operation: Operation) -> bool:
    item = item_deleted(operation)
    return item.made_by is not None and not is_named_by_users(item)


@each_operation(lambda each: is_one_of_many(each) and is_named_by_the_server(each))
def test_the_place_of_a_deleted_thing_is_not_taken(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """A new thing gets an id that none had before it, so that old addresses do not lead to it."""
    thing = workshop.make(item_deleted(operation))
    workshop.succeed(operation, thing.path)
    new = workshop.make(thing.item, beside=thing)
    if new.name == thing.name:
        workshop.wire.fail(new.made or workshop.read(new), "it has the id of a thing that was deleted", 201)
    claims.prove(operation, "ids of what is deleted are not used again")


@each_operation(is_the_only_one)
def test_deleted_account_stays_deleted(
    workshop: Workshop, actors: Actors, claims: Claims, operation: Operation
) -> None:
    """There is only one for each user: theirs goes, another user's stays."""
    if actors.file.told.get("users"):
        pytest.skip("the actors file has no way to make a user who may be deleted")
    item = item_deleted(operation)
    assert item.read is not None
    neighbour = Workshop(workshop.recipes, actors.make(workshop.actor))
    thing, other = workshop.make(item), neighbour.make(item)
    with neighbour.nothing_else_changes(other):
        exchange = workshop.succeed(operation, thing.path)
        for _ in range(2):
            later = workshop.call(item.read, thing.path)
            if later.status not in (*GONE, 401):
                workshop.wire.fail(later, f"it was deleted ({exchange.status}) before", 404)
    claims.prove(operation, "what is deleted stays deleted")
