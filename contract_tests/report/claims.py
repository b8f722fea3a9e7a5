"""What was proven of each operation, in one session: for the report, and so that nothing is proven by doing nothing."""

from collections import defaultdict

from contract_tests.spec.document import Operation


class Claims:
    """A table: operation ids against the claims that held for them."""

    def __init__(self) -> None:
        self._proven: defaultdict[str, set[str]] = defaultdict(set)

    def prove(self, operation: Operation, claim: str) -> None:
        """Note that a claim was put to the test for an operation, and held."""
        self._proven[operation.id].add(claim)

    def of(self, operation: Operation) -> frozenset[str]:
        return frozenset(self._proven.get(operation.id, ()))

    @property
    def table(self) -> dict[str, list[str]]:
        return {operation_id: sorted(claims) for operation_id, claims in sorted(self._proven.items())}
