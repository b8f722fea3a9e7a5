"""What is left of wrong requests that were refused: nothing."""

from collections.abc import Sequence

from contract_tests.statuses.provocations import Attempt
from contract_tests.statuses.stage import Stage
from contract_tests.traffic.ledger import Ledger, Promise
from contract_tests.traffic.spared import may_end_caller
from contract_tests.traffic.twins import differences


def check_that_nothing_lingers(ledger: Ledger, stage: Stage, attempts: Sequence[Attempt], promise: Promise) -> None:
    """A refusal is about its own request: the first one is answered as before, and a right one is not refused."""
    operation = promise.operation
    first = next((each for each in attempts if str(each.exchange.status) == promise.status and each.request), None)
    if first is not None and first.request is not None:
        again, twice = (stage.send(operation, first.request) for _ in range(2))
        told = differences(first.exchange, again, twice)
        if told:
            fault = f"{first.why}, sent again after other wrong requests, is answered otherwise: {'; '.join(told)}"
            stage.wire.fail(again, fault, promise.status)
    if not ledger.has_success(operation) or may_end_caller(operation):
        return
    right = stage.recipes.perform(operation, stage.bystander)  # with things of its own, for others are needed yet
    if str(right.status) == promise.status:
        stage.wire.fail(right, "wrong requests were refused, and now the right one is", right.status)
