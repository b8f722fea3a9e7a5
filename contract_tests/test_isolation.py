"""What is one user's is out of every other's reach: it is not shown, not touched, and not even known to be there."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from urllib.parse import quote
from uuid import uuid4

import pytest

from contract_tests.inputs.samples import absent
from contract_tests.isolation.estates import next_of
from contract_tests.isolation.intrusions import claiming, disguised, elsewhere, foreign_owners, variants
from contract_tests.isolation.traces import Traces, find_traces, leads_to_a_thing
from contract_tests.report.claims import Claims
from contract_tests.report.outcomes import NOTHING
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import item_of, puts_new
from contract_tests.subject import DOCUMENT, each_operation
from contract_tests.traffic.exchange import Exchange, Request
from contract_tests.traffic.twins import differences, whole
from contract_tests.traffic.wire import filled_path
from contract_tests.users.actors import Actor
from contract_tests.users.recipes import Recipes
from contract_tests.users.sights import Sight, shows_own

_NOBODYS_SITE = "https://nobodys-site.contract.example"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}


def names_owner(operation: Operation) -> bool:
    return operation.is_secured and bool(operation.owners)


def tag_of(recipes: Recipes, owner: Actor, operation: Operation, path: dict[str, str]) -> str | None:
    """The entity tag of the thing that an operation is about, if it has one."""
    item = item_of(operation)
    if item is None or item.read is None or item.read.requires_input:
        return None
    named = {name: value for name, value in path.items() if name in item.read.resources + item.read.owners}
    return recipes.call(item.read, owner, named).headers.get("etag")


def goings_on(
    recipes: Recipes, owner: Actor, path: dict[str, str], request: Request, operation: Operation
) -> Iterator[tuple[str, Request]]:
    """The request with the cursor that the owner of the thing goes on with, if the list has a second page."""
    limit = operation.definition.get("x-page", {}).get("limit")
    if limit is not None and operation.cursor is not None:
        small = {limit: "1"}
        cursor = next_of(recipes.call(operation, owner, path, query=small))
        if cursor is not None:
            yield (
                "with the owner's cursor",
                replace(request, query={**request.query, **small, operation.cursor: cursor}),
            )


def unnamed(exchange: Exchange) -> Exchange:
    """The answer without the ids that were asked for: to be told them again is to be told nothing.

    A short id stands in longer words by chance, such as that of a request.
    """
    content = exchange.content
    for name in exchange.operation.resources:
        content = re.sub(whole(exchange.path_parameters[name]).encode(), b"<id>", content)
    return replace(exchange, content=content)


def without(exchange: Exchange, text: str, other: str) -> Exchange:
    """The answer with one text in place of another that was sent."""
    return replace(exchange, content=exchange.content.replace(text.encode(), other.encode()))


def told_apart_by(exchange: Exchange, other: Exchange) -> list[str]:
    """How two answers differ; of two that something was made, but whether it was."""
    if max(exchange.status, other.status) < 400:
        return [] if exchange.status == other.status else [f"{exchange.status} and {other.status}"]
    return differences(unnamed(exchange), unnamed(other))


def told_apart_again(ones: tuple[Exchange, Exchange], others: tuple[Exchange, Exchange]) -> list[str]:
    """How answers of two kinds differ, each seen twice, both as they are and without the ids.

    An id may be what the server counts its answers by, too.
    """
    named = differences(ones[0], others[0], ones[1], other_again=others[1])
    first, second, other, other_again = map(unnamed, (*ones, *others))
    return named and differences(first, other, second, other_again=other_again)


def outline(exchange: Exchange) -> tuple[int, str | None, str | None]:
    """What tells of a thing in an answer that nothing declares."""
    return exchange.status, exchange.headers.get("etag"), exchange.headers.get("last-modified")


@pytest.fixture(scope="module")
def traces(recipes: Recipes, owner: Actor, stranger: Actor) -> Traces:
    """Make the owner something of everything, and return what would tell of it."""
    return find_traces(recipes, owner, stranger)


@each_operation(names_owner)
def test_stranger_on_the_owners_path(
    recipes: Recipes, owner: Actor, stranger: Actor, claims: Claims, operation: Operation
) -> None:
    """Whatever else is wrong with the request: it is refused for whose path it is, and does nothing."""
    path = recipes.arguments(operation, owner)
    sight = Sight(recipes, owner, path)
    request = recipes.request(operation, stranger, path)
    wrong = [*variants(operation, request, tag_of(recipes, owner, operation, path)), *elsewhere(operation, request)]
    wrong += claiming(request, owner.user_id, operation.owners)
    for why, each in wrong:
        exchange = recipes.wire.call(operation, each)
        recipes.wire.expect(exchange, 403, f"another user's path was called, {why}")
    changes = sight.changes()
    if changes:
        recipes.wire.fail(exchange, f"it was refused, and done all the same: {', '.join(changes)} differs", 403)
    claims.prove(operation, "403 on another's path")


@each_operation(names_owner)
def test_only_the_callers_id_is_the_callers(
    recipes: Recipes, owner: Actor, stranger: Actor, claims: Claims, operation: Operation
) -> None:
    """Every other spelling of an id is another user's, and one that is escaped is the same."""
    path = recipes.arguments(operation, owner)
    sight = Sight(recipes, owner, path)
    request = recipes.request(operation, stranger, path)
    own = dict(path)
    if operation.resources:
        own |= recipes.arguments(operation, stranger)
    for things in (path, own):
        for name, (why, value) in product(operation.owners, foreign_owners(owner.user_id, stranger.user_id).items()):
            others = dict.fromkeys(operation.owners, stranger.user_id)
            exchange = recipes.wire.call(operation, replace(request, path={**things, **others, name: value}))
            recipes.wire.expect(exchange, 403, f"{why} is in the path")
    address = filled_path(operation, path).replace(quote(owner.user_id, safe=""), disguised(owner.user_id))
    exchange = recipes.wire.follow(operation, f"{recipes.wire.base_url}{address}", request.headers)
    recipes.wire.expect(exchange, 403, "another user's path was called, escaped")
    changes = sight.changes()
    if changes:
        recipes.wire.fail(exchange, f"it was refused, and done all the same: {', '.join(changes)} differs", 403)
    claims.prove(operation, "403 for any id but the caller's")


@each_operation(leads_to_a_thing)
def test_strangers_path_with_the_owners_thing(
    recipes: Recipes, owner: Actor, stranger: Actor, claims: Claims, operation: Operation
) -> None:
    """It is as if it never was, whatever else is in the request."""
    path = recipes.arguments(operation, owner)
    if puts_new(operation):
        recipes.call(operation, owner, path)
    sight = Sight(recipes, owner, path)
    foreign = path | dict.fromkeys(operation.owners, stranger.user_id)
    nothing = foreign | {name: absent(operation, name, foreign[name]) for name in operation.resources}
    request = recipes.request(operation, stranger, foreign)
    wrong = [*variants(operation, request, tag_of(recipes, owner, operation, path))]
    for why, each in (*wrong, *goings_on(recipes, owner, path, request, operation)):
        exchange = recipes.wire.call(operation, each)
        if puts_new(operation):
            pass  # a thing of the stranger's own may come to be there
        elif why == "as it is":
            recipes.wire.expect(exchange, 404, "the thing is another user's")
        elif exchange.status < 400:
            recipes.wire.fail(exchange, f"the thing is another user's, {why}, so it was to be refused", 404)
        other = recipes.wire.call(operation, replace(each, path=nothing))
        told_apart = told_apart_by(exchange, other)
        if told_apart:
            twice, other_twice = (recipes.wire.call(operation, asked) for asked in (each, replace(each, path=nothing)))
            told_apart = told_apart_again((exchange, twice), (other, other_twice))
        if told_apart:
            recipes.wire.fail(exchange, f"{why}, unlike a thing that is not there: {'; '.join(told_apart)}", 404)
    changes = sight.changes()
    if changes:
        recipes.wire.fail(exchange, f"it was not found, and changed all the same: {', '.join(changes)} differs", 404)
    claims.prove(operation, "404 for another's thing")


@each_operation(lambda operation: names_owner(operation) or leads_to_a_thing(operation))
def test_no_other_method_leads_there(
    recipes: Recipes, owner: Actor, stranger: Actor, claims: Claims, operation: Operation
) -> None:
    """A method that is not declared at a path is no way around: HEAD above all, which many servers add to GET."""
    path = recipes.arguments(operation, owner)
    declared = {each.method for each in DOCUMENT.operations.values() if each.path == operation.path}
    declared |= {method for method, place in DOCUMENT.unasked if place == operation.path}
    own = path | dict.fromkeys(operation.owners, stranger.user_id)
    nothing = own | {name: absent(operation, name, own[name]) for name in operation.resources}
    headers = recipes.request(operation, stranger, path).headers.items()
    sight = Sight(recipes, owner, path)
    for method in sorted(_METHODS - declared):
        if operation.owners:
            exchange = recipes.wire.send(operation, path, headers, method=method)
            if exchange.status < 400:
                recipes.wire.fail(exchange, f"another user's path was called with {method}", 403)
        if operation.resources:
            exchange = recipes.wire.send(operation, own, headers, method=method)
            other = recipes.wire.send(operation, nothing, headers, method=method)
            if outline(exchange) != outline(other):
                fault = f"{method} is unlike that on a thing that is not there ({outline(exchange)}, {outline(other)})"
                recipes.wire.fail(exchange, fault, 404)
    changes = sight.changes()
    if changes:
        recipes.wire.fail(exchange, f"something was done all the same: {', '.join(changes)} differs", 403)
    claims.prove(operation, "no undeclared method leads to another's")


@each_operation(shows_own)
def test_stranger_sees_nothing_of_the_owners(
    recipes: Recipes, stranger: Actor, traces: Traces, operation: Operation
) -> None:
    exchange = recipes.perform(operation, stranger)
    shown = exchange.content.decode(errors="replace") + "\n".join(exchange.headers.values())
    if any(re.search(whole(each), shown) for each in traces.words):
        recipes.wire.fail(exchange, "it shows what is another user's", exchange.status)
    if operation.id in traces.news:
        exchange, told = traces.news[operation.id]
        fault = f"it shows what is another user's: {', '.join(told)} came with what they made"
        recipes.wire.fail(exchange, fault, exchange.status)


@each_operation(shows_own)
def test_answer_is_kept_for_nobody_else(recipes: Recipes, owner: Actor, claims: Claims, operation: Operation) -> None:
    """No cache on the way may give it to the next one, and no page of another site may read it with cookies."""
    path = recipes.arguments(operation, owner)
    exchange = recipes.call(operation, owner, path, headers={"Origin": _NOBODYS_SITE})
    kept = {each.strip().partition("=")[0] for each in exchange.headers.get("cache-control", "").lower().split(",")}
    varies = exchange.headers.get("vary", "").lower()
    if kept & {"public", "s-maxage"} and not {"authorization", "cookie", "*"} & set(re.split(r"[,\s]+", varies)):
        fault = f"Cache-Control is {exchange.headers['cache-control']}, so caches give it to others"
        recipes.wire.fail(exchange, fault, exchange.status)
    let_in = exchange.headers.get("access-control-allow-origin") == _NOBODYS_SITE
    if let_in and exchange.headers.get("access-control-allow-credentials", "").lower() == "true":
        recipes.wire.fail(exchange, "pages of any site may read it with the user's cookies", exchange.status)
    claims.prove(operation, "an answer is kept for nobody else")


def test_nobody_learns_who_has_an_account(recipes: Recipes, owner: Actor) -> None:
    """A log-in of somebody with a wrong password is as one of nobody."""
    actors, wire = recipes.actors, recipes.wire
    if not actors.can_log_in_again:
        pytest.skip(NOTHING)
    if actors.are_fixed:
        pytest.skip(f"{actors.file.file} does not say how users who were made log in")
    wrong = wire.mask.hide(f"{owner.password}-not")
    somebody = actors.try_to_log_in(replace(owner, password=wrong))
    if somebody.status < 400:
        wire.fail(somebody, "the password is wrong, so it was to be refused", 401)
    nobody = replace(owner, unique=f"actor-{uuid4().hex}", password=wrong)
    other = actors.try_to_log_in(nobody)
    told_apart = differences(somebody, without(other, nobody.unique, owner.unique))
    if told_apart:
        again, other_again = (actors.try_to_log_in(each) for each in (replace(owner, password=wrong), nobody))
        other, other_again = (without(each, nobody.unique, owner.unique) for each in (other, other_again))
        told_apart = differences(somebody, other, again, other_again=other_again)
    if told_apart and not any(
        "x-discloses" in (each.operation.response(each.status) or {}) for each in (somebody, other)
    ):
        wire.fail(somebody, f"unlike a log-in of nobody: {'; '.join(told_apart)}", somebody.status)
