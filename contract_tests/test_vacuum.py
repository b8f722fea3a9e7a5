"""Nothing was proven by not trying: a look back at all that was sent, which says what was never reached."""

import pytest

from contract_tests.report import stash
from contract_tests.spec.document import Operation
from contract_tests.spec.links import Link
from contract_tests.statuses.provocations import is_provocable
from contract_tests.statuses.unprovable import is_for_all_apis, read_rules
from contract_tests.subject import DOCUMENT, each_operation, each_promise
from contract_tests.traffic.gaps import (
    attack_gap,
    holds_own,
    link_gap,
    names_somebody,
    status_gap,
    stranger_gap,
    success_gap,
    users_gap,
)
from contract_tests.traffic.ledger import Ledger, Promise
from contract_tests.users.recipes import lacking

FEEDERS = {f"{__package__}.test_{name}" for name in ("auth", "conformance", "isolation", "statuses")}
RULES = read_rules()
LINKS = [(operation, link) for operation in DOCUMENT.operations.values() for link in operation.links]
# What comes of the outside, and of limits, is not to be had of every server: its own tests say so, each with a reason.
OF_OUTSIDE = ("429", "502", "503", "504")

pytestmark = [pytest.mark.looks_back, pytest.mark.usefixtures("_whole")]


@pytest.fixture(scope="module")
def _whole(request: pytest.FixtureRequest) -> None:
    """Look back at nothing less than the whole: a part of the tests cannot be expected to reach everything."""
    options = request.config.option
    picked = [option for option in ("keyword", "markexpr", "lf", "deselect") if getattr(options, option, None)]
    if (
        request.config.stash.get(stash.IS_PART, False)
        or picked
        or any("::" in argument for argument in request.config.args)
    ):
        pytest.skip("a part of the tests was picked, and this is about what all of them reach")
    missing = FEEDERS - {item.module.__name__ for item in request.session.items if isinstance(item, pytest.Function)}
    if missing:
        pytest.skip(f"this is about what all tests reach, and {', '.join(sorted(missing))} did not run")


def each_link() -> pytest.MarkDecorator:
    names = [f"{operation.id}-{link.status}-{link.name}" for operation, link in LINKS]
    return pytest.mark.parametrize(("operation", "link"), LINKS, ids=names)


@pytest.fixture(autouse=True)
def _not_spared(ledger: Ledger, request: pytest.FixtureRequest) -> None:
    """What is not sent for a reason is not missed."""
    for value in request.node.callspec.params.values() if hasattr(request.node, "callspec") else ():
        operation = value.operation if isinstance(value, Promise) else value
        if isinstance(operation, Operation) and operation.id in ledger.spared.reasons:
            pytest.skip(ledger.spared.reasons[operation.id])


def check(operation: Operation, gap: str, place: str = "") -> None:
    """Fail if there is a gap, unless the document leaves nobody a way to come by what the operation needs."""
    if not gap:
        return
    reason = lacking(operation)
    if reason:
        pytest.skip(reason)
    pytest.fail(f"{operation} at {place or operation.place} {gap}", pytrace=False)


@each_operation()
def test_operation_was_successful(ledger: Ledger, operation: Operation) -> None:
    check(operation, success_gap(ledger, operation))


def can_be_seen(promise: Promise) -> bool:
    """Whether this server alone can give the answer: some events of a stream tell of a failure outside."""
    is_known = promise.status < "4" or not is_for_all_apis() or is_provocable(promise.operation, promise.status)
    of_outside = promise.status in OF_OUTSIDE or not is_known or (promise.branch is not None and promise.status < "3")
    return not of_outside and not any(rule.matches(promise) for rule in RULES)


@each_promise(can_be_seen)
def test_status_was_seen(ledger: Ledger, promise: Promise) -> None:
    check(promise.operation, status_gap(ledger, promise), promise.operation.place_of(promise.status))


@each_link()
def test_link_was_followed(ledger: Ledger, operation: Operation, link: Link) -> None:
    check(operation, link_gap(ledger, operation, link), link.place)


@each_operation(lambda operation: any(operation.security))
def test_operation_was_attacked(ledger: Ledger, operation: Operation) -> None:
    check(operation, attack_gap(ledger, operation))


@each_operation(names_somebody)
def test_owner_was_tried_by_a_stranger(ledger: Ledger, operation: Operation) -> None:
    check(operation, stranger_gap(ledger, operation))


@each_operation(holds_own)
def test_two_users_were_served(ledger: Ledger, operation: Operation) -> None:
    """What is the caller's alone is told from what is everybody's only if there are two callers."""
    check(operation, users_gap(ledger, operation))
