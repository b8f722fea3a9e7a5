"""Where on the page a failure or a reason stands, for whatever leads there."""

from contract_tests.report.outcomes import Outcome, Outcomes, State, cause_of
from contract_tests.spec.document import Operation

MARKS = {State.PROVEN: "✓", State.FAILED: "✗", State.NOT_PROVABLE: "○", State.IDLE: "·"}
"""What is told by colour is told by a sign as well."""


class Anchors:
    """Outcomes by operation and claim, and the name of the place where each is told at length."""

    def __init__(self, outcomes: Outcomes) -> None:
        self._names = {
            (each.outcomes[0].claim, each.cause): f"failure-{at}" for at, each in enumerate(outcomes.findings, 1)
        }
        self._names |= {("", text): f"reason-{at}" for at, text in enumerate(outcomes.reasons, 1)}
        self._cells: dict[tuple[str | None, str], list[Outcome]] = {}
        for each in outcomes.all:
            name = each.operation.id if each.operation else None
            self._cells.setdefault((name, each.claim), []).append(each)

    def name(self, outcome: Outcome) -> str:
        is_finding = outcome.state is State.FAILED
        return self._names[(outcome.claim, cause_of(outcome)) if is_finding else ("", outcome.text)]

    def cell(self, operation: Operation | None, claim: str) -> list[Outcome]:
        """What came of a claim for an operation; None stands for the API as a whole."""
        return self._cells.get((operation.id if operation else None, claim), [])
