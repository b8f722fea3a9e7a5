"""What is one user's is out of every other's reach: it is not shown, not touched, and not even known to be there."""

import pytest

from contract_tests.actors import Actor
from contract_tests.document import Operation
from contract_tests.recipes import Recipes
from contract_tests.subject import DOCUMENT, each_operation
from contract_tests.twins import differences


def names_owner(operation: Operation) -> bool:
    return operation.is_secured and bool(operation.owners)


def names_thing(operation: Operation) -> bool:
    """Whether ids of things that belong to users stand in the path."""
    return operation.is_secured and bool(operation.resources) and (bool(operation.owners) or operation.is_caller_owned)


def shows_own(operation: Operation) -> bool:
    return operation.is_secured and operation.is_safe and (bool(operation.owners) or operation.is_caller_owned)


def look(recipes: Recipes, owner: Actor, path: dict[str, str]) -> dict[str, bytes]:
    """All that the owner sees with these path parameters."""
    seen = {}
    for each in DOCUMENT.operations.values():
        if shows_own(each) and set(each.resources) <= path.keys() and not each.requires_input:
            own = dict.fromkeys(each.owners, owner.user_id) | {name: path[name] for name in each.resources}
            seen[each.id] = recipes.call(each, owner, own).content
    return seen


def altered(name: str) -> str:
    """An id of the same shape that nothing has."""
    last = name[-1]
    return name[:-1] + ("1" if last == "0" else "0" if last.isdigit() else "b" if last == "a" else "a")


@pytest.fixture(scope="module")
def belongings(recipes: Recipes, owner: Actor) -> set[str]:
    """Make the owner something of everything, and return the ids."""
    things = [recipes.arguments(each, owner) for each in DOCUMENT.operations.values() if names_thing(each)]
    return {owner.user_id, owner.unique} | {value for path in things for value in path.values()}


@each_operation(names_owner)
def test_stranger_on_the_owners_path(recipes: Recipes, owner: Actor, stranger: Actor, operation: Operation) -> None:
    path = recipes.arguments(operation, owner)
    before = look(recipes, owner, path)
    exchange = recipes.call(operation, stranger, path)
    recipes.wire.expect(exchange, 403, "another user's path was called")
    if look(recipes, owner, path) != before:
        recipes.wire.fail(exchange, "it was refused, and done all the same", 403)


@each_operation(names_thing)
def test_strangers_path_with_the_owners_thing(
    recipes: Recipes, owner: Actor, stranger: Actor, operation: Operation
) -> None:
    path = recipes.arguments(operation, owner)
    before = look(recipes, owner, path)
    foreign = path | dict.fromkeys(operation.owners, stranger.user_id)
    exchange = recipes.call(operation, stranger, foreign)
    recipes.wire.expect(exchange, 404, "the thing is another user's")
    if look(recipes, owner, path) != before:
        recipes.wire.fail(exchange, "it was not found, and changed all the same", 404)
    nothing = foreign | {name: altered(foreign[name]) for name in operation.resources}
    told_apart = differences(exchange, recipes.call(operation, stranger, nothing))
    if told_apart:
        recipes.wire.fail(exchange, f"unlike a thing that is not there: {'; '.join(told_apart)}", 404)


@each_operation(shows_own)
def test_stranger_sees_nothing_of_the_owners(
    recipes: Recipes, stranger: Actor, belongings: set[str], operation: Operation
) -> None:
    exchange = recipes.perform(operation, stranger)
    shown = exchange.content.decode(errors="replace") + "\n".join(exchange.headers.values())
    if any(each in shown for each in belongings):
        recipes.wire.fail(exchange, "it shows what is another user's", exchange.status)
