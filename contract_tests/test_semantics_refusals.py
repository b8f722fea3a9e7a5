"""What is refused is not done, neither all of it nor what of it was right."""

from collections.abc import Iterator

import pytest

from contract_tests.inputs.bodies import Bodies
from contract_tests.inputs.violations import violations
from contract_tests.report.claims import Claims
from contract_tests.semantics.effects import make_full, media_types
from contract_tests.semantics.likeness import changes, shown
from contract_tests.semantics.shelf import Shelf
from contract_tests.semantics.workshop import Thing, Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import creates, item_of, puts_new, thing_of, writes
from contract_tests.subject import each_operation
from contract_tests.traffic.exchange import Exchange, Request

MOST = 12
BROKEN = b'{"'


def wrong_requests(workshop: Workshop, operation: Operation, right: Request) -> Iterator[tuple[str, Request]]:
    """The right request with one thing wrong in its body: for each property once, those first that come last in it."""
    media_type = str(right.media_type)
    seen: set[str] = set()
    found = violations(workshop.document, operation.bodies[media_type]["schema"], right.body)
    for violation in reversed(found):
        name = violation.why.partition(" ")[0]
        if name not in seen and len(seen) < MOST:
            seen.add(name)
            yield violation.why, Request(right.path, right.query, right.headers, violation.value, media_type)
    yield "broken off", Request(right.path, right.query, right.headers, None, media_type, BROKEN)
    undeclared = "application/x-undeclared"
    yield undeclared, Request(right.path, right.query, right.headers, right.body, undeclared)


def refused(workshop: Workshop, operation: Operation, right: Request) -> list[tuple[str, Exchange]]:
    """What was refused of that."""
    sent = [(why, workshop.wire.call(operation, each)) for why, each in wrong_requests(workshop, operation, right)]
    return [(why, exchange) for why, exchange in sent if exchange.status >= 400]


@each_operation(writes)
def test_refused_write_changes_nothing(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """Of a body that is right but for one property, every other one says something new."""
    thing = make_full(workshop, thing_of(operation))
    for media_type in media_types(operation)[:1]:
        before = workshop.read(thing)
        body = Bodies(operation, media_type).full(before.body)
        path = {name: thing.path[name] for name in (*operation.owners, *operation.resources)}
        right = workshop.recipes.request(operation, workshop.actor, path, body=body, media_type=media_type)
        check(workshop, thing, before, refused(workshop, operation, right))
    claims.prove(operation, "what is refused is not done")


def check(workshop: Workshop, thing: Thing, before: Exchange, tried: list[tuple[str, Exchange]]) -> None:
    after = workshop.read(thing)
    same = changes(before.body, after.body), before.headers.get("etag") == after.headers.get("etag")
    if same != (set(), True):
        what = shown(same[0]) or "its ETag"
        why, exchange = tried[0]
        fault = f"one of {len(tried)} wrong requests, such as this one ({why}), was refused and changed {what}"
        workshop.wire.fail(exchange, fault, exchange.status)


def is_listed(operation: Operation) -> bool:
    item = item_of(operation)
    return creates(operation) and not puts_new(operation) and item is not None and item.listed_by is not None


@each_operation(is_listed)
def test_refused_making_makes_nothing(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    item = thing_of(operation)
    assert item.listed_by is not None
    path = workshop.recipes.arguments(operation, workshop.actor)
    shelf = Shelf(
        workshop, item.listed_by, {name: path[name] for name in item.listed_by.owners + item.listed_by.resources}
    )
    types = media_types(operation)
    if not types:
        pytest.skip(f"{operation.place}: nothing is sent that could be wrong")
    before = shelf.names(shelf.walk())
    body = Bodies(operation, types[0]).full()
    right = workshop.recipes.request(operation, workshop.actor, path, body=body, media_type=types[0])
    tried = refused(workshop, operation, right)
    new = [name for name in shelf.names(shelf.walk()) if name not in before]
    # What a server does not refuse, such as what it reads with good will, is another claim's matter.
    if new and len(tried) == len(list(wrong_requests(workshop, operation, right))):
        why, exchange = tried[0]
        fault = f"{len(tried)} wrong requests, such as this one ({why}), were refused, and {len(new)} things were made"
        workshop.wire.fail(exchange, fault, exchange.status)
    claims.prove(operation, "what is refused is not done")
