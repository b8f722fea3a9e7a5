"""An action does what it says, and no act does anything to another thing than its own."""

import time

import pytest

from contract_tests.inputs.bodies import Bodies
from contract_tests.inputs.values import bounds
from contract_tests.report.claims import Claims
from contract_tests.semantics.effects import (
    answer_faults,
    is_shown_whole,
    least_body,
    make_full,
    media_types,
    moment_faults,
    own_moments,
    settable,
    standing_moments,
    tell,
    touch,
)
from contract_tests.semantics.likeness import changes, shown
from contract_tests.semantics.workshop import Thing, Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import (
    Item,
    creates,
    deletes,
    is_action,
    item_of,
    puts_new,
    thing_of,
    writes,
)
from contract_tests.spec.schemas import Leaf
from contract_tests.subject import each_operation

# Clocks may tell seconds only; waited for where nothing has moved.
CLOCK_SECONDS = 1.1


@each_operation(is_action)
def test_action_changes_its_thing(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """It does something, and it changes the same of a thing whatever else is said of it."""
    item = thing_of(operation)
    found = []
    for thing in (workshop.make(item, least_body(item)), make_full(workshop, item)):
        noise = moving(workshop, thing)
        before = workshop.shown(thing)
        exchange = workshop.succeed(operation, thing.path)
        read = workshop.read(thing)
        faults = [*answer_faults(exchange, item, read), *moment_faults(item, before, read.body)]
        done = changes(before, read.body) - noise
        if is_shown_whole(operation, item) and not done and not has_effect_later(workshop, thing, operation):
            faults.append("it says that it is done, and nothing has changed")
        tell(workshop, exchange, faults)
        found.append(done)
    # Flags may well depend on each other; what is written does not.
    flags = {leaf for leaf, schema in known(item).items() if bounds(workshop.document, schema)[:2] == [True, False]}
    more = (found[1] - found[0] - flags) & settable(item)
    tell(workshop, exchange, [f"it also changed {shown(more)}"] * bool(more))
    claims.prove(operation, "an action does what it says")


def has_effect_later(workshop: Workshop, thing: Thing, operation: Operation) -> bool:
    """Whether it does something once something else was done to the thing: unlike other actions, or its end."""
    item = thing.item
    assert item.read is not None
    others = [each for each in (*item.actions, item.deleted_by) if each is not None and each is not operation]
    for other in others:
        workshop.call(other, thing.path)
        before = workshop.call(item.read, thing.path)
        workshop.call(operation, thing.path)
        after = workshop.call(item.read, thing.path)
        if (before.status, before.body) != (after.status, after.body) and after.status in range(200, 300):
            return True
    return False


def known(item: Item) -> dict[Leaf, object]:
    assert item.made_by is not None
    return Bodies(item.made_by[0], media_types(item.made_by[0])[0]).leaves if item.made_by[0].bodies else {}


def moving(workshop: Workshop, thing: Thing) -> set[Leaf]:
    """What of a thing changes with every write of something else: times and versions."""
    before = workshop.shown(thing)
    if not thing.item.writes:
        return set()
    touch(workshop, thing)
    return changes(before, workshop.shown(thing)) - settable(thing.item)


def changes_what_was_made(operation: Operation) -> bool:
    item = item_of(operation)
    return (writes(operation) or is_action(operation)) and item is not None and item.made_by is not None


@each_operation(changes_what_was_made)
def test_change_moves_a_time(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """That of the last change, by its name, or one of two that are one when a thing is made."""
    item = thing_of(operation)
    thing = workshop.make(item)
    new = workshop.shown(thing)
    made, named = own_moments(item, new), standing_moments(item, new, new)
    if not named and (len(made) < 2 or len(set(made.values())) > 1):
        pytest.skip(f"{operation.place}: no time is that of the last change, and no two are one when it is made")
    media_type = next(iter(media_types(operation)), None)
    for seconds in (0, CLOCK_SECONDS):
        time.sleep(seconds)
        before = workshop.shown(thing)
        if media_type:
            body = Bodies(operation, media_type).full(before)
            exchange = workshop.succeed(operation, thing.path, body=body, media_type=media_type)
        else:
            exchange = workshop.succeed(operation, thing.path)
        now = workshop.shown(thing)
        standing = standing_moments(item, before, now)
        if not changes(before, now) & settable(item) or (
            own_moments(item, now) != own_moments(item, before) and not standing
        ):
            break
        what = shown(set(standing)) or "every time of it"
        if seconds:
            workshop.wire.fail(exchange, f"it was changed, and {what} is that of its making", exchange.status)
    claims.prove(operation, "a change moves a time")


def is_in_a_place(operation: Operation) -> bool:
    """Whether it is on a thing that is in another thing, which the path names before it."""
    item = item_of(operation)
    if item is None or item.read is None or item.made_by is None or item.parameter not in operation.resources:
        return False
    above = set(item.made_by[0].resources) - {item.parameter}
    return bool(above) and operation.declares(404) and not puts_new(operation)


@each_operation(is_in_a_place)
def test_thing_is_in_its_own_place_only(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """Beneath another thing of the same user it is not there, and nothing is done to it."""
    item = thing_of(operation)
    thing, other = workshop.make(item), workshop.make(item)
    elsewhere = {**other.path, str(item.parameter): str(thing.name)}
    with workshop.nothing_else_changes(thing, other):
        exchange = workshop.call(operation, elsewhere)
        if exchange.status < 400:
            workshop.wire.fail(exchange, f"it is beneath {thing.path}, and was found beneath another one", 404)
    claims.prove(operation, "a thing is in its own place only")


def has_neighbours(operation: Operation) -> bool:
    item = item_of(operation)
    relevant = creates(operation) or writes(operation) or is_action(operation) or deletes(operation)
    return relevant and item is not None and item.read is not None and item.made_by is not None


@each_operation(has_neighbours)
def test_other_things_stay_as_they_are(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    item = thing_of(operation)
    older = workshop.make(item, least_body(item))
    thing = workshop.make(item, beside=older)
    younger = workshop.make(item, beside=older)
    with workshop.nothing_else_changes(older, younger):
        if creates(operation):
            workshop.make(item, beside=older)
        elif operation.bodies:
            workshop.succeed(operation, thing.path, body=Bodies(operation, media_types(operation)[0]).full())
        else:
            workshop.succeed(operation, thing.path)
    claims.prove(operation, "other things stay as they are")
