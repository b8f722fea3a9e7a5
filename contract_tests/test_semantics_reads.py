"""Looking at something does nothing to it, however one looks."""

import re

from contract_tests.report.claims import Claims
from contract_tests.semantics.workshop import Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import is_list, is_read, may_find_nothing, puts_there
from contract_tests.subject import DOCUMENT, each_operation
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.twins import own_headers, unsteady

REQUEST_ID = re.compile(r"(x-)?(amzn-)?request-?id", re.IGNORECASE)
# What a server that does not know a method may say.
NOT_SERVED = (404, 405, 501)
# Named by the standard as what an answer to HEAD may leave out, or new in each answer.
NOT_COMPARED = {"date", "content-length", "transfer-encoding", "vary", "connection", "keep-alive", "age"}


def declares_method(operation: Operation, method: str) -> bool:
    return any(each.path == operation.path and each.method == method for each in DOCUMENT.operations.values())


def look(workshop: Workshop, operation: Operation, path: dict[str, str], method: str) -> Exchange:
    """Send what would read it, with another method."""
    request = workshop.recipes.request(operation, workshop.actor, path)
    return workshop.wire.send(operation, request.path, request.headers.items(), method=method)


def compared(exchange: Exchange, again: Exchange) -> dict[str, str]:
    """The headers that an answer has to have however it is asked for, but for those that are made for each answer."""
    new = NOT_COMPARED | own_headers(exchange) | unsteady(exchange, again)
    return {name: value for name, value in exchange.headers.items() if name not in new}


@each_operation(lambda each: each.method == "GET" and not each.requires_input)
def test_head_agrees_with_get(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """If HEAD is answered at all, which nobody declares."""
    path = workshop.recipes.arguments(operation, workshop.actor)
    ask = workshop.call if may_find_nothing(operation) and not puts_there(operation) else workshop.succeed
    read = ask(operation, path)
    exchange = look(workshop, operation, path, "HEAD")
    if exchange.status in NOT_SERVED and not declares_method(operation, "HEAD"):
        claims.prove(operation, "HEAD is not served")
        return
    if exchange.status != read.status:
        workshop.wire.fail(
            exchange, f"HEAD was answered with {exchange.status}, and GET with {read.status}", read.status
        )
    if exchange.content:
        workshop.wire.fail(exchange, "HEAD was answered with a body", read.status)
    known = compared(read, ask(operation, path))
    other = [name for name, value in known.items() if exchange.headers.get(name) != value]
    if other:
        workshop.wire.fail(exchange, f"HEAD and GET have another {', '.join(other)}", read.status)
    length = exchange.headers.get("content-length")
    if length not in (None, read.headers.get("content-length")):
        workshop.wire.fail(exchange, f"HEAD tells of {length} bytes, and GET sends {len(read.content)}", read.status)
    claims.prove(operation, "HEAD agrees with GET")


def request_ids(operation: Operation) -> list[str]:
    """Headers of its successes that by their names say which request it was."""
    told = {name for each in operation.successes for name in operation.responses[each].get("headers", {})}
    return sorted(name for name in told if REQUEST_ID.fullmatch(name))


@each_operation(lambda each: each.method == "GET" and not each.requires_input and bool(request_ids(each)))
def test_each_answer_has_an_id_of_its_own(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    path = workshop.recipes.arguments(operation, workshop.actor)
    one, other = (workshop.call(operation, path) for _ in range(2))
    for name in request_ids(operation):
        told = one.headers.get(name.lower())
        if told is not None and told == other.headers.get(name.lower()):
            workshop.wire.fail(other, f"two answers have one {name}", other.status)
    claims.prove(operation, "each answer has an id of its own")


@each_operation(lambda each: not declares_method(each, "OPTIONS"))
def test_options_are_answered(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    path = dict.fromkeys([*operation.owners, *operation.resources], "x")
    exchange = look(workshop, operation, path, "OPTIONS")
    if exchange.status >= 500 and exchange.status != 501:
        workshop.wire.fail(exchange, "OPTIONS broke the server")
    claims.prove(operation, "OPTIONS are answered")


@each_operation(lambda each: (is_read(each) or is_list(each)) and each.is_secured and not each.requires_input)
def test_reading_changes_nothing(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """The second answer is the first one: nothing in it is made up for each reader, nor moved by reading."""
    path = workshop.recipes.arguments(operation, workshop.actor)
    first = workshop.succeed(operation, path)
    second = workshop.succeed(operation, path)
    # A cursor may be sealed anew each time.
    sealed = str(operation.definition.get("x-page", {}).get("next", ""))
    if shown(first, sealed) != shown(second, sealed):
        workshop.wire.fail(second, "it was read twice, and was not the same", second.status)
    if first.headers.get("etag") != second.headers.get("etag"):
        workshop.wire.fail(second, "it was read twice, and its ETag was not the same", second.status)
    claims.prove(operation, "reading changes nothing")


def shown(exchange: Exchange, but: str) -> object:
    body = exchange.body
    return {name: value for name, value in body.items() if name != but} if isinstance(body, dict) else body
