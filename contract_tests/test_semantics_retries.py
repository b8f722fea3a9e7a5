"""What is sent again with the same key is done once, and a key is its user's own."""

from dataclasses import replace
from typing import Any

from contract_tests.inputs.samples import new_key
from contract_tests.report.claims import Claims
from contract_tests.semantics.likeness import changes, shown
from contract_tests.semantics.shelf import Shelf
from contract_tests.semantics.together import all_at_once
from contract_tests.semantics.workshop import Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import creates, expressions, item_of
from contract_tests.subject import each_operation
from contract_tests.traffic.exchange import Exchange, Request
from contract_tests.traffic.expressions import Absent, evaluate
from contract_tests.users.actors import Actor

AT_ONCE = 4


def takes_key(operation: Operation) -> bool:
    return operation.idempotency_key is not None and operation.is_secured and not operation.is_safe


def makes_by_key(operation: Operation) -> bool:
    return takes_key(operation) and creates(operation)


def keyed(workshop: Workshop, operation: Operation, actor: Actor, key: str, **options: Any) -> Request:
    """A right request of a user with a key."""
    path = workshop.recipes.arguments(operation, actor)
    name = str(operation.idempotency_key)
    return workshop.recipes.request(operation, actor, path, headers={name: key}, **options)


def with_key(operation: Operation, request: Request, key: str) -> Request:
    return replace(request, headers={**request.headers, str(operation.idempotency_key): key})


def send(workshop: Workshop, operation: Operation, request: Request, why: str = "the request is right") -> Exchange:
    exchange = workshop.wire.call(operation, request)
    if not is_done(exchange):
        workshop.wire.fail(exchange, f"{why}, and was refused", exchange.status)
    return exchange


def is_done(exchange: Exchange) -> bool:
    return exchange.status in range(200, 300)


def named(exchange: Exchange) -> dict[str, str]:
    """What an answer itself says that names the thing which it is about, by the first link that can be followed."""
    for link in exchange.operation.links:
        own = {name: told for name, told in expressions(link).items() if str(told).startswith("$response")}
        try:
            found = {name: str(evaluate(told, exchange)) for name, told in own.items()}
        except Absent:
            continue
        if found:
            return found
    return {}


def unlike(one: Exchange, other: Exchange) -> list[str]:
    """How the answer to a request that came again is not the first one."""
    found = [f"it was {one.status} at first"] if one.status != other.status else []
    if one.body != other.body:
        found.append(f"its body has another {shown(changes(one.body, other.body)) or 'text'}")
    if one.headers.get("location") != other.headers.get("location"):
        found.append("its Location leads elsewhere")
    return found


def listed(workshop: Workshop, operation: Operation, request: Request) -> int | None:
    """How many things are where an operation makes them, if there is a list of them."""
    item = item_of(operation)
    if item is None or item.listed_by is None:
        return None
    path = {name: request.path[name] for name in item.listed_by.owners + item.listed_by.resources}
    return len(Shelf(workshop, item.listed_by, path).walk())


@each_operation(takes_key)
def test_same_key_does_it_once(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """The answer is the first one again, and nothing more is there."""
    request = keyed(workshop, operation, workshop.actor, new_key(operation))
    before = listed(workshop, operation, request)
    first = send(workshop, operation, request)
    again = send(workshop, operation, request, "the same request came with the same key")
    told = unlike(first, again)
    if told:
        workshop.wire.fail(again, f"the same request came with the same key: {'; '.join(told)}", again.status)
    after = listed(workshop, operation, request)
    if creates(operation) and before is not None and after is not None and after != before + 1:
        fault = f"it was sent twice with one key, and the list has {after - before} more things"
        workshop.wire.fail(again, fault, again.status)
    claims.prove(operation, "the same key does it once")


@each_operation(makes_by_key)
def test_same_key_at_once_does_it_once(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """To refuse all but one of them is fair."""
    request = keyed(workshop, operation, workshop.actor, new_key(operation))
    before = listed(workshop, operation, request)
    told = all_at_once(*[lambda: workshop.wire.call(operation, request)] * AT_ONCE)
    done = [each for each in told if is_done(each)]
    if not done:
        workshop.wire.fail(told[0], f"{AT_ONCE} of it came at once with one key, and none was done", told[0].status)
    after = listed(workshop, operation, request)
    made = len({tuple(named(each).items()) for each in done})
    if after is not None and before is not None:
        made = max(made, after - before)
    if made > 1:
        fault = f"{AT_ONCE} of it came at once with one key, and made {made} things"
        workshop.wire.fail(done[-1], fault, done[-1].status)
    claims.prove(operation, "the same key at once does it once")


@each_operation(lambda each: makes_by_key(each) and not each.declares(409))
def test_another_key_does_it_again(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    request = keyed(workshop, operation, workshop.actor, new_key(operation))
    first = send(workshop, operation, request)
    other = send(workshop, operation, with_key(operation, request, new_key(operation)))
    if named(first) == named(other) != {}:
        workshop.wire.fail(other, "it came with another key, and made the first thing again", other.status)
    claims.prove(operation, "another key does it again")


@each_operation(takes_key)
def test_key_is_its_users_own(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """With the key of another user, and with the same body, a request is as with a key that nobody had."""
    wire, stranger = workshop.wire, workshop.recipes.actors.make(workshop.actor)
    request = keyed(workshop, operation, workshop.actor, new_key(operation))
    first = send(workshop, operation, request)
    key = request.headers[str(operation.idempotency_key)]
    for body in ({}, {"body": request.body} if request.media_type else {}):
        own = keyed(workshop, operation, stranger, key, **body)
        tried = wire.call(operation, own)
        control = wire.call(operation, with_key(operation, own, new_key(operation)))
        if is_done(control) and not is_done(tried):
            fault = f"another user had this key before; with a key that nobody had it is {control.status}"
            wire.fail(tried, fault, control.status)
        if is_done(tried) and named(first) and named(tried) == named(first):
            wire.fail(tried, "with the key of another user came the answer to that user", tried.status)
    again = send(workshop, operation, request, "the same request came with the same key")
    told = unlike(first, again)
    if told:
        fault = f"it came again with its key, which another user had meanwhile: {'; '.join(told)}"
        wire.fail(again, fault, again.status)
    claims.prove(operation, "a key is its user's own")


@each_operation(takes_key)
def test_key_opens_nothing(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """Who sends it is asked first, whatever was sent with the key before."""
    wire, recipes = workshop.wire, workshop.recipes
    stranger = recipes.actors.make(workshop.actor)
    request = keyed(workshop, operation, workshop.actor, new_key(operation))
    send(workshop, operation, request)
    carried = {*recipes.actors.headers(operation, workshop.actor)}
    asked = {*recipes.actors.query(operation, workshop.actor)}
    headers = {name: value for name, value in request.headers.items() if name not in carried}
    query = {name: value for name, value in request.query.items() if name not in asked}
    nobody = wire.call(operation, replace(request, headers=headers, query=query))
    wire.expect(nobody, 401, "nobody sent it, with a key that was used before")
    if operation.owners:
        own = recipes.actors.headers(operation, stranger), recipes.actors.query(operation, stranger)
        other = replace(request, headers={**headers, **own[0]}, query={**query, **own[1]})
        wire.expect(wire.call(operation, other), 403, "another user's path was called, with the key of that user")
    claims.prove(operation, "a key opens nothing")
