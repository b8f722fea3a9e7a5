"""Nobody gets past an operation that wants a user, and nobody learns why."""

from secrets import token_urlsafe

import pytest

from contract_tests.actors import Actor, Actors, credentials
from contract_tests.document import Operation
from contract_tests.exchange import Exchange
from contract_tests.recipes import Recipes
from contract_tests.subject import each_operation
from contract_tests.twins import differences

NOBODY = {"no credentials": "", "garbage": "{random}", "three parts of garbage": "{random}.{random}.{random}"}


def is_secured(operation: Operation) -> bool:
    return operation.is_secured


def call_as_nobody(recipes: Recipes, operation: Operation, owner: Actor, token: str) -> Exchange:
    """Send what would be right if it came from the owner."""
    path = recipes.arguments(operation, owner)
    headers = credentials(operation, recipes.wire.mask.hide(token)) if token else {}
    return recipes.call(operation, None, path, headers=headers)


@pytest.mark.parametrize("kind", NOBODY)
@each_operation(is_secured)
def test_nobody_gets_in(recipes: Recipes, owner: Actor, operation: Operation, kind: str) -> None:
    exchange = call_as_nobody(recipes, operation, owner, NOBODY[kind].format(random=token_urlsafe(32)))
    recipes.wire.expect(exchange, 401, f"sent with {kind}")
    if not exchange.headers.get("www-authenticate"):
        recipes.wire.fail(exchange, "a 401 has to say in WWW-Authenticate how to authenticate", 401)
    if exchange.media_type != "application/problem+json":
        recipes.wire.fail(exchange, "a 401 has to be a problem document", 401)


@each_operation(is_secured)
def test_nobody_learns_why(recipes: Recipes, owner: Actor, operation: Operation) -> None:
    none, garbage = (call_as_nobody(recipes, operation, owner, token) for token in ("", token_urlsafe(32)))
    assert differences(none, garbage) == []


@each_operation(is_secured)
def test_user_gets_in(recipes: Recipes, actors: Actors, operation: Operation) -> None:
    """The control: the same requests with a good token are not refused."""
    exchange = recipes.perform(operation, actors.make())
    if exchange.status in (401, 403):
        recipes.wire.fail(exchange, "a good token is refused", exchange.status)
