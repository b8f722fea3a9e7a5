"""What is done at once is as if one had been done after the other: nothing of it is lost."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contract_tests.inputs.bodies import Bodies, at
from contract_tests.inputs.values import another, bounds
from contract_tests.report.claims import Claims
from contract_tests.report.outcomes import NOTHING
from contract_tests.semantics.effects import make_full, media_types, settable, tell
from contract_tests.semantics.likeness import changes, shown, unlike
from contract_tests.semantics.together import all_at_once
from contract_tests.semantics.workshop import Thing, Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import creates, is_action, is_patch, puts_new, thing_of
from contract_tests.spec.schemas import Leaf, answer_schema
from contract_tests.subject import each_operation
from contract_tests.traffic.exchange import Exchange, Request

AT_ONCE, ROUNDS = 4, 6
CONFLICTING, TRIES = 8, 3
_VALUES = 2  # one of them may be null


def are_done(exchanges: list[Exchange]) -> bool:
    """Whether nobody was told to come again: to refuse one of several is fair."""
    return all(each.status in range(200, 300) for each in exchanges)


def free_leaves(operation: Operation) -> dict[Leaf, Any]:
    """Two properties, each of which has several values and can be sent without the other."""
    bodies = Bodies(operation, media_types(operation)[0])
    several = {leaf: each for leaf, each in bodies.free.items() if len(bounds(operation.document, each)) > _VALUES}
    found = {leaf[0]: (leaf, schema) for leaf, schema in several.items()}
    return dict(list(found.values())[:2]) if not bodies.required else {}


@each_operation(lambda each: is_patch(each) and len(free_leaves(each)) > 1)
def test_no_patch_undoes_another(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """Of different properties of one thing: each of them is kept."""
    thing, leaves = make_full(workshop, thing_of(operation)), free_leaves(operation)
    media_type = media_types(operation)[0]
    for _ in range(ROUNDS):
        before = workshop.shown(thing)
        values = {leaf: another(workshop.document, schema, at(before, leaf)) for leaf, schema in leaves.items()}
        bodies = [Bodies(operation, media_type).alone(leaf, value) for leaf, value in values.items()]
        told = all_at_once(*(patching(workshop, thing, operation, body, media_type) for body in bodies))
        read = workshop.read(thing)
        for exchange, body in zip(told, bodies, strict=True):
            if exchange.status in range(200, 300):
                faults = [*unlike(workshop.document, answer_schema(read.operation), body, read.body)]
                tell(workshop, exchange, [f"another property was patched at once, and {each}" for each in faults[:1]])
    claims.prove(operation, "no patch undoes another")


def patching(
    workshop: Workshop, thing: Thing, operation: Operation, body: Any, media_type: str
) -> Callable[[], Exchange]:
    return lambda: workshop.call(operation, thing.path, body=body, media_type=media_type)


@each_operation(is_action)
def test_action_is_done_as_often_as_it_is_asked(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """Several times at once it makes of a thing what it makes of another one by turns."""
    item = thing_of(operation)
    thing, twin = make_full(workshop, item), make_full(workshop, item)
    for _ in range(ROUNDS):
        told = all_at_once(*[lambda: workshop.call(operation, thing.path)] * AT_ONCE)
        by_turns = [workshop.call(operation, twin.path) for _ in range(AT_ONCE)]
        if not are_done(told) or not are_done(by_turns):
            break
        differing = changes(workshop.shown(thing), workshop.shown(twin)) & settable(item)
        fault = f"done {AT_ONCE} times at once, it makes another {shown(differing)} than done by turns"
        tell(workshop, told[-1], [fault] * bool(differing))
    claims.prove(operation, "an action is done as often as it is asked")


@each_operation(lambda each: creates(each) and not puts_new(each))
def test_what_is_made_at_once_is_all_there(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    item = thing_of(operation)
    first = workshop.make(item)
    things: list[Thing] = []

    def make() -> Exchange:
        thing = workshop.make(item, beside=first)
        things.append(thing)
        assert thing.made is not None
        return thing.made

    made = all_at_once(*[make] * AT_ONCE)
    names = {thing.name for thing in things}
    if len(names) < AT_ONCE:
        workshop.wire.fail(made[0], f"{AT_ONCE} things were made at once, and have {len(names)} ids", made[0].status)
    for thing in things:
        workshop.read(thing)
    claims.prove(operation, "what is made at once is all there")


def may_conflict(operation: Operation) -> bool:
    """Whether what it takes may be taken already."""
    return operation.method == "POST" and bool(operation.bodies) and operation.declares(409)


@each_operation(may_conflict)
def test_conflict_is_one_at_once_too(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """What is refused the second time because it is there is done but once when it comes several times at once."""
    recipes, actor = workshop.recipes, workshop.actor if operation.security else None
    path = recipes.arguments(operation, workshop.actor)

    def anew() -> Request:
        request = recipes.request(operation, actor, path)
        return replace(request, body=recipes.anew(operation, request.body))

    control = anew()
    first, second = (workshop.wire.call(operation, control) for _ in range(2))
    if not are_done([first]) or second.status != 409:
        pytest.skip(NOTHING)  # its conflict is another one
    for _ in range(TRIES):
        request = anew()
        told = all_at_once(*[lambda: workshop.wire.call(operation, request)] * CONFLICTING)  # noqa: B023 - called at once
        done = [each for each in told if each.status in range(200, 300)]
        if len(done) > 1:
            fault = f"{CONFLICTING} of it came at once, and {len(done)} were done, where by turns the second is refused"
            workshop.wire.fail(done[-1], fault, 409)
    claims.prove(operation, "a conflict is one at once, too")
