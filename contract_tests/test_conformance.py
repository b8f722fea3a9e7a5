"""Whatever is sent, every answer is as the specs say: schemathesis, with every check, in every phase."""

import pytest
from schemathesis.checks import CHECKS

from contract_tests.conformance import PHASES, Budget, Run
from contract_tests.document import Operation
from contract_tests.subject import DOCUMENT, each_operation


@each_operation()
def test_operation_keeps_to_the_specs(run: Run, operation: Operation) -> None:
    findings = run.findings.get(operation.id, {})
    if findings:
        pytest.fail("\n\n".join(findings.values()), pytrace=False)


def test_nothing_went_wrong_in_schemathesis_itself(run: Run) -> None:
    assert run.errors == []


def test_every_phase_ran(run: Run) -> None:
    ran = {phase for phase, _ in run.requests}
    assert ran == set(PHASES), f"phases that sent nothing: {set(PHASES) - ran}; {run.phases}"


def test_every_check_ran(run: Run) -> None:
    assert set(CHECKS.get_all_names()) <= set(run.checks)


@each_operation(lambda operation: operation.takes_input)
def test_operation_was_fuzzed_in_earnest(run: Run, budget: Budget, operation: Operation) -> None:
    """Hypothesis may give an operation up early, and schemathesis then says nothing of it."""
    assert run.requests["fuzzing", operation.id] >= budget.examples / 2


def test_document_has_operations() -> None:
    assert DOCUMENT.operations
