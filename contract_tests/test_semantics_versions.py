"""ETags name versions, and what is conditional on a version happens to that version only."""

import pytest

from contract_tests.inputs.bodies import Bodies
from contract_tests.inputs.values import fits
from contract_tests.report.claims import Claims
from contract_tests.semantics.effects import is_shown_whole, media_types, touch
from contract_tests.semantics.likeness import changes, shown
from contract_tests.semantics.together import all_at_once
from contract_tests.semantics.workshop import Thing, Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import is_read, item_of
from contract_tests.subject import each_operation
from contract_tests.traffic.exchange import Exchange
from contract_tests.users.recipes import Options

WRITERS = 10
CHANGES = 4
NEVER = '"never-a-version-of-anything"'


def tells_version(operation: Operation) -> bool:
    return any("ETag" in operation.responses[each].get("headers", {}) for each in operation.successes)


def has_versions(operation: Operation) -> bool:
    return is_read(operation) and tells_version(operation)


def changes_by_version(operation: Operation) -> bool:
    """Whether it acts on one version of a thing whose versions can be read."""
    item = item_of(operation)
    return (
        not operation.is_safe
        and operation.takes_header("If-Match")
        and operation.declares(412)
        and item is not None
        and item.read is not None
        and has_versions(item.read)
    )


def is_compared(operation: Operation) -> bool:
    return has_versions(operation) and operation.takes_header("If-None-Match") and operation.declares(304)


def takes(operation: Operation, header: str, tag: str) -> bool:
    """Whether the spec lets this be sent."""
    schemas = [each.get("schema", True) for each in operation.parameters if each["name"].lower() == header.lower()]
    return all(fits(operation.document, schema, tag) for schema in schemas)


def new_thing(workshop: Workshop, operation: Operation) -> Thing:
    item = item_of(operation)
    assert item is not None
    return workshop.make(item)


def tag_of(workshop: Workshop, thing: Thing) -> str:
    read = workshop.read(thing)
    tag = read.headers.get("etag", "")
    if not tag:
        workshop.wire.fail(read, "there is no ETag", read.status)
    return tag


def act(workshop: Workshop, operation: Operation, thing: Thing, tag: str) -> Exchange:
    """Do it if the thing is at this version; a body says something new."""
    return workshop.call(operation, thing.path, **saying(workshop, operation, thing, tag))


def saying(workshop: Workshop, operation: Operation, thing: Thing, tag: str) -> Options:
    if not operation.bodies:
        return {"headers": {"If-Match": tag}}
    media_type = media_types(operation)[0]
    body = workshop.recipes.anew(operation, Bodies(operation, media_type).full(workshop.shown(thing)))
    return {"headers": {"If-Match": tag}, "body": body, "media_type": media_type}


def change(workshop: Workshop, thing: Thing) -> None:
    try:
        touch(workshop, thing)
    except LookupError as reason:
        pytest.skip(f"{thing.item.path}: {reason}")


@each_operation(has_versions)
def test_etag_changes_with_the_thing_alone(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    thing = new_thing(workshop, operation)
    seen = [tag_of(workshop, thing)]
    if tag_of(workshop, thing) != seen[0]:
        workshop.wire.fail(workshop.read(thing), "reading it again gave another ETag", 200)
    other = workshop.make(thing.item, beside=thing) if thing.item.made_by else None
    for changed in filter(None, (other, *[thing] * CHANGES)):
        before = workshop.shown(thing)
        change(workshop, changed)
        read = workshop.read(thing)
        tag = read.headers.get("etag", "")
        if changed is thing and tag in seen and changes(before, read.body):
            workshop.wire.fail(read, "it was changed, and has the ETag of an earlier version", 200)
        if changed is other and tag != seen[-1]:
            workshop.wire.fail(read, "another thing was changed, and this one has a new ETag", 200)
        seen.append(tag)
    claims.prove(operation, "an ETag names a version")


@each_operation(lambda each: changes_by_version(each) and each.method != "DELETE" and tells_version(each))
def test_answer_names_the_version_that_it_made(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """What a client sends back as If-Match is what reading would have told."""
    thing = new_thing(workshop, operation)
    for exchange in (thing.made, None, None):
        answer = exchange or act(workshop, operation, thing, tag_of(workshop, thing))
        told, current = answer.headers.get("etag"), tag_of(workshop, thing)
        if answer.status in range(200, 300) and told not in (None, current):
            workshop.wire.fail(answer, f"its ETag is {told}, and that of what it made is {current}", answer.status)
    claims.prove(operation, "an answer names the version")


@each_operation(changes_by_version)
def test_stale_version_is_refused(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """With 412, and nothing is done. So is a version that never was, and a weak tag."""
    thing = new_thing(workshop, operation)
    stale = tag_of(workshop, thing)
    change(workshop, thing)
    before = workshop.read(thing)
    current = before.headers["etag"]
    for tag in (stale, NEVER, f"{NEVER}, {stale}", *([] if current.startswith("W/") else [f"W/{current}"])):
        if not takes(operation, "If-Match", tag):
            continue
        exchange = act(workshop, operation, thing, tag)
        workshop.wire.expect(exchange, 412, f"If-Match is {tag}, and the thing is at {current}")
        after = workshop.call(before.operation, thing.path)
        if (after.status, after.body, after.headers.get("etag")) != (before.status, before.body, current):
            workshop.wire.fail(exchange, "it was refused, and done all the same", 412)
    claims.prove(operation, "a stale version is refused")


@pytest.mark.parametrize("form", ["{}", "*", f"{NEVER}, {{}}", f"{{}},{NEVER}", f"{NEVER} , {{}} , {NEVER}"])
@each_operation(changes_by_version)
def test_current_version_is_taken(workshop: Workshop, claims: Claims, operation: Operation, form: str) -> None:
    """Alone, among others, and as any."""
    thing = new_thing(workshop, operation)
    before = workshop.read(thing)
    tag = form.format(before.headers["etag"])
    if not takes(operation, "If-Match", tag):
        pytest.skip(f"{operation.place}: If-Match may not be {tag}")
    exchange = act(workshop, operation, thing, tag)
    if exchange.status not in range(200, 300):
        workshop.wire.fail(exchange, f"If-Match is {tag}, and the thing is there", exchange.status)
    after = workshop.call(before.operation, thing.path)
    if (after.status, after.headers.get("etag")) == (before.status, before.headers["etag"]):
        workshop.wire.fail(exchange, "it is said to be done, and the version is the old one", exchange.status)
    if is_shown_whole(operation, thing.item) and changes(exchange.body, after.body):
        workshop.wire.fail(exchange, f"the answer is not what is there: {shown(changes(exchange.body, after.body))}")
    claims.prove(operation, "the current version is taken")


@each_operation(changes_by_version)
def test_one_of_several_writers_wins(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """All at once, from the same version: one is done, and every other one is told."""
    thing = new_thing(workshop, operation)
    tag = tag_of(workshop, thing)
    said = saying(workshop, operation, thing, tag)
    results = all_at_once(*[lambda: workshop.call(operation, thing.path, **said)] * WRITERS)
    won = [each for each in results if each.status in range(200, 300)]
    odd = [each for each in results if each not in won and each.status not in (412, 404, 410)]
    if odd:
        workshop.wire.fail(odd[0], f"{WRITERS} wrote at once from one version, and one got this", 412)
    if len(won) != 1:
        workshop.wire.fail((won or results)[0], f"{WRITERS} wrote at once from one version, and {len(won)} won", 412)
    claims.prove(operation, "no update is lost")


@each_operation(is_compared)
def test_version_that_is_known_is_not_sent_again(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    thing = new_thing(workshop, operation)
    stale = tag_of(workshop, thing)
    change(workshop, thing)
    current = tag_of(workshop, thing)
    weak = current if current.startswith("W/") else f"W/{current}"
    for tag in (current, "*", f"{stale}, {current}", f"{current} ,{NEVER}", weak):
        if not takes(operation, "If-None-Match", tag):
            continue
        exchange = workshop.call(operation, thing.path, headers={"If-None-Match": tag})
        workshop.wire.expect(exchange, 304, f"If-None-Match is {tag}, and the thing is at {current}")
        if exchange.content:
            workshop.wire.fail(exchange, "a 304 has no body", 304)
        if exchange.headers.get("etag", current) != current:
            workshop.wire.fail(exchange, "the 304 has the ETag of another version", 304)
    for tag in (stale, NEVER, f"{stale}, {NEVER}"):
        if not takes(operation, "If-None-Match", tag):
            continue
        exchange = workshop.call(operation, thing.path, headers={"If-None-Match": tag})
        workshop.wire.expect(exchange, 200, f"If-None-Match is {tag}, and the thing is at {current}")
    claims.prove(operation, "a known version is not sent again")
