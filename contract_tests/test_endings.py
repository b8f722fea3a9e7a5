"""What ends a token ends that one at once, for good, and no other."""

import pytest

from contract_tests.auth.endings import Endings
from contract_tests.report.outcomes import NOTHING
from contract_tests.spec.document import Operation
from contract_tests.subject import DOCUMENT
from contract_tests.traffic.wire import CONNECTIONS, Wire
from contract_tests.users.actors import ENDS, Actors, actors_file
from contract_tests.users.actors_file import ActorsFile
from contract_tests.users.recipes import Recipes

TOLD = ActorsFile.read(actors_file(), DOCUMENT)
DECLARED = [(kind, DOCUMENT.operations[each]) for kind in ENDS for each in (TOLD.table("ends") or {}).get(kind, [])]


def each_ending(*kinds: str) -> pytest.MarkDecorator:
    """Run a test for each operation that ends something, as the actors file says."""
    chosen = [(kind, operation) for kind, operation in DECLARED if kind in kinds]
    is_moot = not any(any(each.security) for each in DOCUMENT.operations.values())
    why = NOTHING if is_moot else f"{TOLD.file} has no [ends] that names operations"
    none = pytest.param("", None, id="none", marks=pytest.mark.skip(why))
    pairs = [pytest.param(kind, operation, id=f"{operation.id}-{kind}") for kind, operation in chosen]
    return pytest.mark.parametrize(("kind", "operation"), pairs or ([] if DECLARED else [none]))


@pytest.fixture(scope="module")
def endings(recipes: Recipes) -> Endings:
    endings = Endings(recipes)
    endings.all()
    return endings


@each_ending(*ENDS)
def test_ended_tokens_are_refused(endings: Endings, wire: Wire, kind: str, operation: Operation) -> None:
    """At once, and over each of several connections: another process of the server may take it."""
    for exchange in endings.bring(kind, operation).at_once:
        wire.expect(exchange, 401, f"the token had just been ended by {operation.id}")
    for actor in endings.bring(kind, operation).dead * CONNECTIONS:
        wire.expect(endings.accepts(actor), 401, f"the token was ended by {operation.id}")


@each_ending(*ENDS)
def test_ended_tokens_are_refused_after_a_restart(
    endings: Endings, restarted: Wire, kind: str, operation: Operation
) -> None:
    afterwards = Endings(Recipes(restarted, Actors(restarted)))
    for actor in endings.bring(kind, operation).dead:
        why = f"the token was ended by {operation.id}, and then the server was started once more"
        restarted.expect(afterwards.accepts(actor), 401, why)


@each_ending("token", "other_token")
def test_other_tokens_go_on(endings: Endings, wire: Wire, kind: str, operation: Operation) -> None:
    for actor in endings.bring(kind, operation).alive:
        exchange = endings.accepts(actor)
        if exchange.status == 401:
            wire.fail(exchange, f"{operation.id} ended another token than its own", 401)


@each_ending(*ENDS)
def test_other_users_go_on(endings: Endings, wire: Wire, actors: Actors, kind: str, operation: Operation) -> None:
    """Whoever else is there when a user is ended stays."""
    bystander = actors.make()
    endings.bring_again(kind, operation)
    exchange = endings.accepts(bystander)
    if exchange.status == 401:
        wire.fail(exchange, f"{operation.id} ended a token of another user", 401)


@each_ending(*ENDS)
def test_ended_token_cannot_end_again(endings: Endings, wire: Wire, kind: str, operation: Operation) -> None:
    ending = endings.bring(kind, operation)
    for actor in ending.dead:
        exchange = endings.call(operation, actor, ending.exchange.path_parameters)
        wire.expect(exchange, 401, f"the token was ended by {operation.id}")


@each_ending("user")
def test_ended_user_cannot_log_in(
    endings: Endings, wire: Wire, actors: Actors, kind: str, operation: Operation
) -> None:
    if not actors.can_log_in_again:
        pytest.skip(f"{actors.file.file} has no [log_in]")
    exchange = actors.try_to_log_in(endings.bring(kind, operation).dead[0])
    if exchange.status not in range(400, 500):
        wire.fail(exchange, f"the user is gone, by {operation.id}", exchange.status)
