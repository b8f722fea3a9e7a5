"""Everything that the specs declare really happens, and nothing happens that they do not declare."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest

from contract_tests.inputs.spellings import spelt_otherwise
from contract_tests.outside.part import NotProvable
from contract_tests.report.claims import Claims
from contract_tests.report.outcomes import NOTHING
from contract_tests.semantics.additions import adding_links, additions
from contract_tests.semantics.effects import tell
from contract_tests.semantics.workshop import Workshop
from contract_tests.servers.grounds import LIMITED, Grounds
from contract_tests.spec.document import Operation
from contract_tests.statuses.limits import counted_by, with_another
from contract_tests.statuses.lingering import check_that_nothing_lingers
from contract_tests.statuses.outages import Answer, Outages
from contract_tests.statuses.provocations import is_as_expected, is_provocable, provoke
from contract_tests.statuses.stage import Stage
from contract_tests.statuses.unprovable import Rule, is_for_all_apis, read_rules, rules_file
from contract_tests.subject import DOCUMENT, each_operation, each_promise
from contract_tests.traffic.exchange import Exchange, Request
from contract_tests.traffic.ledger import Ledger, Promise, promises_of
from contract_tests.traffic.mask import Mask
from contract_tests.traffic.wire import Wire
from contract_tests.users.actors import Actors
from contract_tests.users.recipes import NoRecipe, NoWay, Recipes

RULES = read_rules()
NEEDS = sorted({need for operation in DOCUMENT.operations.values() for need in operation.needs})
NEEDY = [(operation, need) for operation in DOCUMENT.operations.values() for need in operation.needs]
OUTAGE, TOO_MANY, FOR_ITS_FORM = ("502", "503", "504"), "429", ("400", "422")
MOST_TRIES, AT_ONCE = 50, 4


def is_unprovable(promise: Promise) -> bool:
    return any(rule.matches(promise) for rule in RULES)


def is_success(promise: Promise) -> bool:
    return promise.status[0] in "123"


def is_refusal(promise: Promise) -> bool:
    """Whether it is an answer to one wrong request."""
    return not is_success(promise) and promise.status not in (*OUTAGE, TOO_MANY) and not is_unprovable(promise)


@pytest.fixture(scope="module")
def stage(recipes: Recipes) -> Stage:
    return Stage(recipes)


@pytest.fixture(scope="module")
def limited(grounds: Grounds, ledger: Ledger, mask: Mask) -> Iterator[Stage]:
    """Start a server whose limits are small."""
    if "limited" not in grounds.told:
        pytest.skip(f"{grounds.file} has no [limited.environment]")
    try:
        with grounds.server(LIMITED, limited=True) as server:
            wire = Wire(DOCUMENT, server.base_url, ledger, mask)
            stage = Stage(Recipes(wire, Actors(wire)))
            for operation in DOCUMENT.operations.values():
                if operation.is_secured and TOO_MANY in operation.responses:
                    stage.request(operation)  # as long as users can be made
            yield stage
            wire.close()
    except NotProvable as reason:
        pytest.skip(str(reason))


@each_promise(lambda promise: is_success(promise) and not is_unprovable(promise))
def test_declared_success_is_seen(
    ledger: Ledger, recipes: Recipes, actors: Actors, outages: Outages, promise: Promise
) -> None:
    """By a recipe; an event of a stream that tells of a failure, by one outside."""
    place = promise.operation.place_of(promise.status)
    try:
        exchange = recipes.fulfil(promise, actors.make())
    except NoWay:
        raise
    except NoRecipe as reason:
        pytest.fail(f"{promise} at {place} was never seen: {reason}", pytrace=False)
    if not ledger.has(promise) and promise.branch:
        reasons = show_outages(outages, promise.operation)
        if reasons and not ledger.has(promise):
            pytest.skip("; ".join(reasons))
    if not ledger.has(promise):
        recipes.wire.fail(exchange, f"{promise} was never seen", promise.status)


@each_promise(is_refusal)
def test_declared_refusal_is_seen(ledger: Ledger, stage: Stage, promise: Promise) -> None:
    """For every request that ought to be refused so, and for no other reason."""
    operation, place = promise.operation, promise.operation.place_of(promise.status)
    if is_for_all_apis() and not is_provocable(operation, promise.status):
        pytest.skip(f"{place}: no rule says what is answered with {promise.status}; an unprovable.toml may say why")
    try:
        attempts = provoke(stage, operation, promise.status)
    except NoWay:
        raise
    except NoRecipe as reason:
        pytest.fail(f"{promise} at {place} was never seen: {reason}", pytrace=False)
    wrong = [each for each in attempts if each.expected and not is_as_expected(operation, each)]
    if wrong:
        more = "".join(f"\n  also:       {each.why}: {each.exchange.status}" for each in wrong[1:20])
        told = wrong[0].exchange.told(f"{wrong[0].why}, so {promise.status} was to come", promise.status)
        pytest.fail(stage.wire.mask(told + more), pytrace=False)
    if not ledger.has(promise):
        stage.wire.fail(attempts[-1].exchange, f"{promise} was never seen", promise.status)
    if promise.status in FOR_ITS_FORM:
        check_that_nothing_lingers(ledger, stage, attempts, promise)


@each_promise(lambda promise: promise.status == TOO_MANY and not is_unprovable(promise))
def test_declared_limit_is_reached(ledger: Ledger, grounds: Grounds, limited: Stage, promise: Promise) -> None:
    """By the same request again and again, each on a connection of its own: a limit holds for all workers together."""
    exchanges = repeat(limited, grounds, promise.operation, limited.request(promise.operation))
    if not any(str(each.status) == TOO_MANY for each in exchanges):
        limited.wire.fail(exchanges[-1], f"it was the same request {len(exchanges)} times", TOO_MANY)
    assert ledger.has(promise), f"{promise} was never seen"


@each_promise(
    lambda promise: promise.status == TOO_MANY and bool(counted_by(promise.operation)) and not is_unprovable(promise)
)
def test_limit_of_one_is_not_that_of_another(grounds: Grounds, limited: Stage, promise: Promise) -> None:
    """Where the spec says by what it counts: whoever tries too often locks nobody else out."""
    operation = promise.operation
    request = limited.request(operation)
    other = with_another(operation, request.body)
    if other is None:
        pytest.skip(f"{operation.place}: there is no other value of {', '.join(counted_by(operation))}")
    repeat(limited, grounds, operation, request)
    tried = limited.send(operation, replace(request, body=other))
    if str(tried.status) == TOO_MANY:
        fault = f"the limit counts by {', '.join(counted_by(operation))}, and this is the first with another one"
        limited.wire.fail(tried, fault, TOO_MANY)
    for body in spelt_otherwise(operation, request.body):
        # Twice, and then once more as it was: a limit may have come to its end meanwhile.
        asked = [replace(request, body=body), replace(request, body=body), request]
        *same, again = (limited.send(operation, each) for each in asked)
        if [str(each.status) == TOO_MANY for each in (*same, again)] == [False, False, True]:
            limited.wire.fail(same[0], "it was tried too often, and this is the same in other cases", TOO_MANY)


def repeat(limited: Stage, grounds: Grounds, operation: Operation, request: Request) -> list[Exchange]:
    """Send a request as often as its limit is said to allow, and once more."""

    def send(_number: int) -> Exchange:
        wire = Wire(DOCUMENT, limited.wire.base_url, limited.wire.ledger, limited.wire.mask)
        try:
            return wire.call(operation, request)
        finally:
            wire.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(send, range(grounds.told["limited"].get("tries", MOST_TRIES))))


@pytest.mark.during_outages
@pytest.mark.parametrize(("operation", "need"), NEEDY, ids=[f"{operation.id}-503-{need}" for operation, need in NEEDY])
def test_declared_outage_is_seen(outages: Outages, operation: Operation, need: str) -> None:
    """While what the operation needs fails, in every way in which it can."""
    try:
        outage = outages.of(need)
    except NotProvable as reason:
        pytest.skip(str(reason))
    assert operation.id not in outage.unsent, outage.unsent[operation.id]
    for answer in outage.answers[operation.id]:
        told = f"{need} fails ({answer.mode})"
        if answer.exchange is None:
            pytest.fail(f"{operation} at {operation.place}: {told}, and {answer.fault}", pytrace=False)
        if not is_fair(answer):
            outages.recipes.wire.fail(answer.exchange, f"{told}, so one of {', '.join(OUTAGE)} was to come", 503)


@pytest.mark.during_outages
@each_promise(lambda promise: promise.status in OUTAGE and not is_unprovable(promise))
def test_declared_unavailability_is_seen(ledger: Ledger, outages: Outages, promise: Promise) -> None:
    """Each kind of it, by one of the things that the operation needs."""
    reasons = show_outages(outages, promise.operation)
    if ledger.has(promise):
        return
    if reasons:
        pytest.skip("; ".join(reasons))
    place = promise.operation.place_of(promise.status)
    needs = ", ".join(promise.operation.needs) or "nothing"
    pytest.fail(f"{promise} at {place} was never seen; by x-needs it needs {needs}", pytrace=False)


@pytest.mark.during_outages
@each_operation(lambda operation: any(link.adds for link in operation.error_links) and bool(operation.needs))
def test_what_a_failure_keeps_is_there(outages: Outages, claims: Claims, operation: Operation) -> None:
    """What the links of an error say that it has added all the same is in the list afterwards."""
    reasons, kept = show_outages(outages, operation), 0
    for need in operation.needs:
        with suppress(NotProvable):
            outage = outages.of(need)
            for answer in outage.answers.get(operation.id, []) if operation.id in outage.senders else []:
                if answer.exchange is not None:
                    kept += look_for_additions(Workshop(outages.recipes, outage.senders[operation.id]), answer.exchange)
    if not kept and reasons:
        pytest.skip("; ".join(reasons))
    if not kept:
        pytest.fail(
            f"{operation} at {operation.place}: no failure came whose links lead to what was kept", pytrace=False
        )
    claims.prove(operation, "what a failure keeps is there")


def look_for_additions(workshop: Workshop, exchange: Exchange) -> int:
    """Follow the links of an answer; tell how many of them were about it."""
    found = [(link, additions(workshop, exchange, link)) for link in adding_links(exchange.operation, exchange.status)]
    about = [(link, each) for link, each in found if each is not None and each.rows]
    for link, each in about:
        tell(workshop, exchange, [f"{link.name} of {link.place}: {fault}" for fault in each.faults([])])
    return len(about)


@pytest.mark.during_outages
@pytest.mark.parametrize("need", NEEDS)
def test_others_go_on_without_it(outages: Outages, need: str) -> None:
    """What does not need it by x-needs answers as ever while it fails."""
    try:
        outage = outages.of(need)
    except NotProvable as reason:
        pytest.skip(str(reason))
    for operation_id, answers in outage.others.items():
        for answer in answers:
            if answer.exchange is None:
                pytest.fail(f"{operation_id} does not need {need}, which fails: {answer.fault}", pytrace=False)
            if answer.exchange.status >= 500:
                outages.recipes.wire.fail(answer.exchange, f"it does not need {need}, which fails ({answer.mode})")


@pytest.mark.during_outages
@pytest.mark.parametrize("need", NEEDS)
def test_server_comes_back_by_itself(outages: Outages, need: str) -> None:
    """Without a restart, when what failed is well again."""
    try:
        outage = outages.of(need)
    except NotProvable as reason:
        pytest.skip(str(reason))
    for operation_id, answer in outage.afterwards.items():
        if answer.exchange is None:
            pytest.fail(f"{operation_id}: {need} is well again, and {answer.fault}", pytrace=False)
        if answer.exchange.status >= 500:
            outages.recipes.wire.fail(answer.exchange, f"{need} is well again")


@pytest.mark.looks_back
@pytest.mark.parametrize("rule", RULES, ids=str)
def test_rule_of_what_cannot_be_proven_is_needed(ledger: Ledger, mask: Mask, rule: Rule) -> None:
    matched = [promise for promise in promises_of(DOCUMENT) if rule.matches(promise)]
    if not matched and is_for_all_apis():
        pytest.skip(NOTHING)
    if not matched:
        pytest.fail(f"{rules_file()}: the rule {rule} is for an answer that the specs do not declare", pytrace=False)
    seen = [(promise, exchange) for promise in matched if (exchange := ledger.first(promise))]
    if seen:
        told = [
            exchange.told(f"{rules_file().name} says that {promise} cannot be had, and it came", promise.status)
            for promise, exchange in seen
        ]
        pytest.fail(mask("\n\n".join(told)), pytrace=False)


@each_operation()
@pytest.mark.looks_back
def test_every_answer_was_as_declared(ledger: Ledger, mask: Mask, operation: Operation) -> None:
    """In the whole session: what schemathesis got, and what every other test got."""
    found = ledger.complaints(operation)
    if found:
        pytest.fail(mask("\n\n".join(found)), pytrace=False)


def is_fair(answer: Answer) -> bool:
    """Whether it says that something fails: by its status, or in a stream that had begun before."""
    assert answer.exchange is not None
    if str(answer.exchange.status) in OUTAGE:
        return True
    return answer.exchange.media_type == "text/event-stream" and answer.mode not in ("refuse", "fail")


def show_outages(outages: Outages, operation: Operation) -> list[str]:
    """Let everything that an operation needs fail; tell what cannot be made to."""
    reasons = []
    for need in operation.needs:
        try:
            outages.of(need)
        except NotProvable as reason:
            reasons.append(str(reason))
    return reasons
