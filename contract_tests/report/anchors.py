"""Where on the page a failure or a reason stands, for whatever leads there."""

from contract_tests.report.outcomes import Outcome, Outcomes, State
from contract_tests.spec.document import Operation

MARKS = {State.PROVEN: "✓", State.FAILED: "✗", State.NOT_PROVABLE: "○"}
"""What is told by colour is told by a sign as well."""


class Anchors:
    """Outcomes by operation and claim, and the name of the place where each is told at length."""

    def __init__(self, outcomes: Outcomes) -> None:
        texts = [*((State.FAILED, text) for text in outcomes.failures)]
        reasons = [*((State.NOT_PROVABLE, text) for text in outcomes.reasons)]
        self._names = {key: f"failure-{number}" for number, key in enumerate(texts, 1)}
        self._names |= {key: f"reason-{number}" for number, key in enumerate(reasons, 1)}
        self._cells: dict[tuple[str | None, str], list[Outcome]] = {}
        for each in outcomes.all:
            name = each.operation.id if each.operation else None
            self._cells.setdefault((name, each.claim), []).append(each)

    def name(self, state: State, text: str) -> str:
        return self._names[state, text]

    def cell(self, operation: Operation | None, claim: str) -> list[Outcome]:
        """What came of a claim for an operation; None stands for the API as a whole."""
        return self._cells.get((operation.id if operation else None, claim), [])
