"""What an operation says that it added to a list is in the list, to the letter, and nothing else is."""

from typing import Any

import pytest

from contract_tests.inputs.bodies import Bodies, put, varied
from contract_tests.inputs.values import bounds
from contract_tests.report.claims import Claims
from contract_tests.semantics.additions import adding_links, additions
from contract_tests.semantics.effects import creation_faults, tell
from contract_tests.semantics.workshop import Thing, Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import expressions, is_read, item_of
from contract_tests.spec.schemas import is_free_text, is_json
from contract_tests.subject import DOCUMENT, each_operation
from contract_tests.traffic.events import BrokenStream, read_events
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.streams import promise_of, stream_faults

ODD_TEXTS = 4


def adds(operation: Operation) -> bool:
    return operation.is_secured and any(link.adds for link in operation.links)


def streams(operation: Operation) -> list[str]:
    """The media types of successes that are streams of which the specs say how they end."""
    return [
        str(media_type)
        for status in operation.successes
        for media_type in operation.media_types(status)
        if media_type and promise_of(operation.responses[status]["content"][media_type])
    ]


def bodies(operation: Operation) -> list[Any]:
    """Bodies that tell each other apart, each with an odd text where any text may stand."""
    media_type = next((name for name in operation.bodies if is_json(name)), None)
    if media_type is None:
        return [None]
    made = Bodies(operation, media_type)
    found = [made.least()]
    for leaf, schema in made.free.items():
        if is_free_text(DOCUMENT, schema):
            texts = sorted(bounds(DOCUMENT, schema), key=lambda text: (str(text).isascii(), str(text)))
            for text in texts[:ODD_TEXTS]:
                body = made.least()
                put(body, leaf, text)
                found.append(body)
    return [varied(made, body, number) for number, body in enumerate(found, 1)]


@each_operation(adds)
def test_what_is_added_to_a_new_list_is_all_there_is(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    path = workshop.recipes.arguments(operation, workshop.actor)
    for body in bodies(operation):
        check(workshop, workshop.succeed(operation, path, body=body), {})
    claims.prove(operation, "what it adds is in the list")


@each_operation(adds)
def test_what_is_added_comes_after_what_was_there(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """Where the list is of a thing that the request can name, so that it goes on."""
    path = workshop.recipes.arguments(operation, workshop.actor)
    named = [name for link in operation.links if link.adds for name in goes_on(operation, expressions(link))]
    if not named:
        pytest.skip("each time there is a new list")
    first = workshop.succeed(operation, path)
    for link in adding_links(operation, first.status):
        known = additions(workshop, first, link)
        assert known is not None
        things = named_things(known.shelf.path, named)
        shown = [workshop.shown(each) for each in things]
        for body in bodies(operation)[:2]:
            before = {link.name: known.shelf.walk()}
            going_on = {**body, **{name: known.shelf.path[name] for name in named if name in known.shelf.path}}
            exchange = workshop.succeed(operation, path, body=going_on)
            check(workshop, exchange, before)
            for thing, old in zip(things, shown, strict=True):
                tell(workshop, exchange, list(creation_faults(thing.item, old, workshop.shown(thing))))
    claims.prove(operation, "what it adds comes after what was there")


def goes_on(operation: Operation, told: dict[str, object]) -> list[str]:
    """Properties of the body that name the list's thing."""
    media_type = next((name for name in operation.bodies if is_json(name)), None)
    leaves = Bodies(operation, media_type).leaves if media_type else {}
    return [name for name in told if (name,) in leaves]


def named_things(path: dict[str, str], named: list[str]) -> list[Thing]:
    """What the request names to go on with, where it can be looked at by itself."""
    read = {each.path: item_of(each) for each in DOCUMENT.operations.values() if is_read(each)}
    items = [item for item in read.values() if item is not None and item.parameter in named]
    return [Thing(item, path) for item in items if item.read and path.keys() >= set(item.read.resources)]


def check(workshop: Workshop, exchange: Exchange, before: dict[str, list[Any]]) -> None:
    """Follow each link that tells of additions, to a list that had these rows."""
    for link in adding_links(exchange.operation, exchange.status):
        found = additions(workshop, exchange, link)
        if found is None or not found.is_all:
            workshop.wire.fail(exchange, f"the answer has not all that its link {link.name} needs", exchange.status)
        faults = found.faults(before.get(link.name, []))
        tell(workshop, exchange, [f"{link.name} of {link.place}: {fault}" for fault in faults])


@each_operation(lambda each: each.is_secured and bool(streams(each)))
def test_stream_is_whole(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """It ends once, with nothing after the end, and its pieces are the whole that it ends with."""
    path = workshop.recipes.arguments(operation, workshop.actor)
    for body in bodies(operation):
        exchange = workshop.succeed(operation, path, body=body)
        media = operation.responses[str(operation.key_of(exchange.status))]["content"].get(exchange.media_type)
        told = promise_of(media)
        if told is None:
            continue
        try:
            faults = list(stream_faults(told, read_events(exchange.content)))
        except BrokenStream as error:
            faults = [f"the stream cannot be read: {error}"]
        tell(workshop, exchange, faults)
        claims.prove(operation, "its stream is whole")
