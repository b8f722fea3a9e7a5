"""Whatever is sent, every answer is as the specs say: schemathesis, with every check, in every phase."""

import pytest
from schemathesis.checks import CHECKS

from contract_tests.conformance.fuzzing import PHASES
from contract_tests.conformance.runs import Budget, Run
from contract_tests.spec.document import Operation
from contract_tests.subject import DOCUMENT, each_operation
from contract_tests.traffic.ledger import Ledger


def skip_if_spared(ledger: Ledger, operation: Operation) -> None:
    if operation.id in ledger.spared.reasons:
        pytest.skip(ledger.spared.reasons[operation.id])


@each_operation()
def test_operation_keeps_to_the_specs(run: Run, ledger: Ledger, operation: Operation) -> None:
    skip_if_spared(ledger, operation)
    findings = run.findings.get(operation.id, {})
    if findings:
        pytest.fail("\n\n".join(findings.values()), pytrace=False)


def test_nothing_went_wrong_in_schemathesis_itself(run: Run) -> None:
    assert run.errors == [], "\n".join(run.errors)


def can_run(phase: str, run: Run) -> bool:
    """Whether the specs give a phase anything to do: some have no example of a request, and some no link."""
    if phase == "stateful":
        return any(operation.links for operation in DOCUMENT.operations.values())
    return phase != "examples" or run.phases.get(phase) != "skip"


def test_every_phase_ran(run: Run) -> None:
    idle = {phase for phase in PHASES if can_run(phase, run)} - {phase for phase, _ in run.requests}
    assert not idle, f"phases that sent nothing: {', '.join(sorted(idle))}; {run.phases}"


def test_every_check_ran(run: Run) -> None:
    missing = set(CHECKS.get_all_names()) - set(run.checks)
    assert not missing, f"checks that never ran: {', '.join(sorted(missing))}"


@each_operation(lambda operation: operation.takes_input)
def test_operation_was_fuzzed_in_earnest(run: Run, ledger: Ledger, budget: Budget, operation: Operation) -> None:
    """Hypothesis may give an operation up early, and schemathesis then says nothing of it."""
    skip_if_spared(ledger, operation)
    sent = run.requests["fuzzing", operation.id]
    assert sent >= budget.examples / 2, (
        f"{operation} at {operation.place}: {sent} requests for {budget.examples} examples"
    )


def test_document_has_operations() -> None:
    assert DOCUMENT.operations
