"""A write does what it says, all of it, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from contract_tests.inputs.bodies import Bodies, at
from contract_tests.inputs.values import another, fits
from contract_tests.report.claims import Claims
from contract_tests.semantics.effects import (
    MERGE_PATCH,
    answer_faults,
    default_faults,
    make_full,
    media_types,
    moment_faults,
    sent_faults,
    tell,
    unasked,
)
from contract_tests.semantics.likeness import changes, shown
from contract_tests.semantics.workshop import Thing, Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import creates, is_patch, is_put, is_read, puts_new, thing_of, writes
from contract_tests.spec.schemas import Leaf, is_nullable, properties
from contract_tests.subject import DOCUMENT, each_operation

BYTES = "application/octet-stream"


def tells_location(operation: Operation) -> bool:
    makes = creates(operation) or puts_new(operation)
    return makes and "Location" in operation.responses["201"].get("headers", {})


@each_operation(tells_location)
def test_location_leads_to_what_was_made(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """To that of each, and not of the first one or the last."""
    item = thing_of(operation)
    assert item.read is not None
    for thing in [workshop.make(item) for _ in range(3)]:
        assert thing.made is not None
        location = thing.made.headers.get("location", "")
        told = workshop.wire.follow(item.read, location, workshop.recipes.actors.headers(item.read, workshop.actor))
        if told.status not in range(200, 300):
            workshop.wire.fail(thing.made, f"Location is {location}, which answers {told.status}", 201)
        read = workshop.read(thing)
        differing = shown(changes(told.body, read.body))
        tell(workshop, told, [f"Location leads to something else: {differing}"] * (told.body != read.body))
        tell(workshop, thing.made, list(answer_faults(thing.made, item, read)))
    claims.prove(operation, "Location leads to what was made")


@each_operation(lambda each: creates(each) or writes(each))
def test_what_is_sent_is_read_back(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """Each property at each of its bounds, by itself where a thing is made; the least and the fullest body."""
    item = thing_of(operation)
    thing = None if creates(operation) else workshop.make(item)
    for number, media_type in enumerate(media_types(operation)):
        bodies = Bodies(operation, media_type)
        several = bodies.each_value() if thing is None else bodies.many_values()
        for body in (bodies.least(), bodies.full(), *(several if number == 0 else ())):
            if thing is None:
                made = workshop.make(item, body)
                assert made.made is not None
                exchange, read = made.made, workshop.read(made)
            else:
                exchange = workshop.succeed(operation, thing.path, body=body, media_type=media_type)
                read = workshop.read(thing)
            sent = exchange.request_body
            left_out = default_faults(bodies, sent, read) if operation.method != "PATCH" else []
            faults = [*sent_faults(exchange, sent, read), *left_out, *answer_faults(exchange, item, read)]
            tell(workshop, exchange, faults)
    claims.prove(operation, "what is sent is read back")


def keeps_bytes(operation: Operation) -> bool:
    """Whether it takes bytes of any kind, which are read at the same path."""
    readers = [each for each in DOCUMENT.operations.values() if each.path == operation.path and is_read(each)]
    shown = [each.media_types(status) for each in readers for status in each.successes]
    return operation.method == "PUT" and BYTES in operation.bodies and any(BYTES in types for types in shown)


@each_operation(keeps_bytes)
def test_bytes_are_read_back(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """Every byte, and those that somebody takes for text, for an end of it or for a line."""
    reader = next(each for each in DOCUMENT.operations.values() if each.path == operation.path and is_read(each))
    path = workshop.recipes.arguments(operation, workshop.actor)
    request = workshop.recipes.request(operation, workshop.actor, path, media_type=BYTES)
    for content in (bytes(range(256)), b"\r\n\x00\xef\xbb\xbf \n", b"\x1f\x8b\x08", b"{}", b"a" * 5000):
        exchange = workshop.wire.call(operation, replace(request, raw=content))
        if exchange.status not in range(200, 300):
            workshop.wire.fail(exchange, "the request is right, and was refused", exchange.status)
        read = workshop.succeed(reader, path)
        if read.content != content:
            fault = f"{len(content)} bytes were sent, and other {len(read.content)} are read"
            workshop.wire.fail(read, fault, read.status)
    claims.prove(operation, "what is sent is read back")


@each_operation(creates)
def test_answer_names_what_was_made(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    item = thing_of(operation)
    first = workshop.make(item)
    second = workshop.make(item, beside=first)
    assert second.made is not None
    if first.name == second.name:
        workshop.wire.fail(second.made, "two things have one id", 201)
    for thing in (first, second):
        read = workshop.read(thing)
        if item.identity and str(at(read.body, (item.identity,))) != thing.name:
            workshop.wire.fail(read, f"{item.identity} is not the one in the path", read.status)
        again = workshop.read(thing)
        tell(
            workshop,
            again,
            [f"reading changed it: {shown(changes(read.body, again.body))}"] * (read.body != again.body),
        )
    claims.prove(operation, "what is made has an id of its own")


@each_operation(lambda each: creates(each) and not each.declares(409))
def test_same_body_twice_makes_two_things(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    item = thing_of(operation)
    body = Bodies(operation, media_types(operation)[0]).full()
    first = workshop.make(item, body)
    second = workshop.make(item, body, beside=first)
    if first.name == second.name:
        assert second.made is not None
        workshop.wire.fail(second.made, "it made the first thing again", 201)
    workshop.read(first)
    claims.prove(operation, "the same body twice makes two things")


@each_operation(is_patch)
def test_patch_leaves_the_rest_alone(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    item = thing_of(operation)
    for media_type in media_types(operation):
        thing = make_full(workshop, item)
        bodies = Bodies(operation, media_type)
        for leaf, schema in bodies.free.items():
            before = workshop.shown(thing)
            try:
                value = another(workshop.document, schema, at(before, leaf))
            except LookupError:
                continue
            patch(workshop, thing, operation, media_type, (leaf, value))
    claims.prove(operation, "a patch leaves the rest alone")


@each_operation(is_patch)
def test_null_clears_and_leaves_the_rest_alone(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    item = thing_of(operation)
    for media_type in media_types(operation):
        bodies = Bodies(operation, media_type)
        nullable = [leaf for leaf, schema in bodies.free.items() if is_nullable(workshop.document, schema)]
        for leaf in nullable:
            thing = make_full(workshop, item)
            patch(workshop, thing, operation, media_type, (leaf, None))
            claims.prove(operation, "null clears")


def patch(workshop: Workshop, thing: Thing, operation: Operation, media_type: str, sent: tuple[Leaf, Any]) -> None:
    """Change one property, and see that this one is changed and no other one."""
    leaf, value = sent
    before = workshop.shown(thing)
    body = Bodies(operation, media_type).alone(leaf, value, before)
    exchange = workshop.succeed(operation, thing.path, body=body, media_type=media_type)
    read = workshop.read(thing)
    # What a patch does to the neighbours within an object is only told of merge patches.
    asked = {leaf} if MERGE_PATCH in operation.bodies else {leaf[:1]}
    lost = unasked(thing.item, changes(before, read.body), asked)
    faults = [*answer_faults(exchange, thing.item, read), *moment_faults(thing.item, before, read.body)]
    if value is not None or at(read.body, leaf) is not None:
        faults += sent_faults(exchange, exchange.request_body, read)
    if lost:
        faults.append(f"only {'/'.join(leaf)} was sent, and {shown(lost)} changed as well")
    tell(workshop, exchange, faults)


@each_operation(is_patch)
def test_empty_patch_changes_nothing(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """Where it is a merge patch, really nothing; elsewhere the server may note that it was asked."""
    item = thing_of(operation)
    thing = make_full(workshop, item)
    strict = MERGE_PATCH in operation.bodies
    for media_type, body in empty_patches(operation, strict=strict):
        before = workshop.read(thing)
        exchange = workshop.succeed(operation, thing.path, body=body, media_type=media_type)
        after = workshop.read(thing)
        differing = changes(before.body, after.body)
        changed = differing if strict else unasked(item, differing, set())
        faults = [f"nothing was sent, and {shown(changed)} changed"] * bool(changed)
        if strict and before.headers.get("etag") != after.headers.get("etag"):
            faults.append("nothing was sent, and the ETag changed")
        tell(workshop, exchange, [*faults, *answer_faults(exchange, item, after)])
        claims.prove(operation, "an empty patch changes nothing")


def empty_patches(operation: Operation, *, strict: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """A patch of nothing, and where it is a merge patch one of nothing in each object that there is."""
    for media_type in media_types(operation):
        schema = operation.bodies[media_type]["schema"]
        names = properties(operation.document, schema) if strict else {}
        bodies: list[dict[str, Any]] = [{}, *({name: {}} for name in names)]
        for body in bodies:
            if fits(operation.document, schema, body):
                yield media_type, body


@each_operation(is_put)
def test_put_replaces(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """What is left out gets its default, or what a new thing would have, and not the old value."""
    item = thing_of(operation)
    bodies = Bodies(operation, media_types(operation)[0])
    thing = make_full(workshop, item)
    exchange = workshop.succeed(operation, thing.path, body=bodies.least())
    read, body = workshop.read(thing), exchange.request_body  # with things in it that it has to name
    tell(workshop, exchange, [*default_faults(bodies, body, read), *sent_faults(exchange, body, read)])
    maker = item.made_by[0] if item.made_by else None
    if (
        maker is not None
        and creates(maker)
        and fits(workshop.document, maker.bodies[media_types(maker)[0]]["schema"], body)
    ):
        new = workshop.shown(workshop.make(item, body, beside=thing))
        kept = changes(new, read.body) & set(bodies.leaves)
        tell(workshop, exchange, [f"{shown(kept)} was left out, and is not as in a new thing"] * bool(kept))
    claims.prove(operation, "a put replaces")


@each_operation(is_put)
def test_put_twice_is_put_once(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    item = thing_of(operation)
    bodies = Bodies(operation, media_types(operation)[0])
    thing = workshop.make(item)
    body = workshop.succeed(operation, thing.path, body=bodies.full()).request_body
    before = workshop.shown(thing)
    exchange = workshop.succeed(operation, thing.path, body=body)
    after = workshop.shown(thing)
    lost = unasked(item, changes(before, after), set())
    tell(workshop, exchange, [f"the second time it changed {shown(lost)}"] * bool(lost))
    tell(workshop, exchange, list(moment_faults(item, before, after)))
    claims.prove(operation, "a put twice is a put once")
