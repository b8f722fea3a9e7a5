"""What ends a token ends that one at once, for good, and no other."""

import pytest

from contract_tests.auth.endings import Endings
from contract_tests.outside.part import NotProvable
from contract_tests.spec.document import Operation
from contract_tests.traffic.wire import Wire
from contract_tests.users.actors import Actors
from contract_tests.users.recipes import Recipes


@pytest.fixture(scope="module")
def endings(recipes: Recipes) -> Endings:
    endings = Endings(recipes)
    try:
        endings.all()
    except NotProvable as reason:
        pytest.skip(str(reason))
    return endings


def declared(actors: Actors, *kinds: str) -> list[tuple[str, Operation]]:
    return [(kind, operation) for kind in kinds for operation in actors.ending(kind)]


def test_ended_tokens_are_refused(endings: Endings, wire: Wire) -> None:
    for ending in endings.all():
        for actor in ending.dead:
            wire.expect(endings.accepts(actor), 401, f"the token was ended by {ending.operation.id}")


def test_other_tokens_go_on(endings: Endings, wire: Wire) -> None:
    for ending in endings.all():
        for actor in ending.alive:
            exchange = endings.accepts(actor)
            if exchange.status == 401:
                wire.fail(exchange, f"{ending.operation.id} ended another token than its own", 401)


def test_other_users_go_on(endings: Endings, wire: Wire, actors: Actors) -> None:
    """Whoever else is there when a user is ended stays."""
    bystander = actors.make()
    for kind, operation in declared(actors, "token", "other_token", "user"):
        endings.bring_again(kind, operation)
        exchange = endings.accepts(bystander)
        if exchange.status == 401:
            wire.fail(exchange, f"{operation.id} ended a token of another user", 401)


def test_ended_token_cannot_end_again(endings: Endings, wire: Wire) -> None:
    for ending in endings.all():
        for actor in ending.dead:
            exchange = endings.call(ending.operation, actor, ending.exchange.path_parameters)
            wire.expect(exchange, 401, f"the token was ended by {ending.operation.id}")


def test_ended_user_cannot_log_in(endings: Endings, wire: Wire, actors: Actors) -> None:
    if not actors.can_log_in_again:
        pytest.skip(f"{actors.file.file} has no [log_in]")
    for kind, operation in declared(actors, "user"):
        exchange = actors.try_to_log_in(endings.bring(kind, operation).dead[0])
        if exchange.status not in range(400, 500):
            wire.fail(exchange, f"the user is gone, by {operation.id}", exchange.status)
