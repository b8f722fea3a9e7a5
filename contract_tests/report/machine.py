"""The report for programs: what came of each test, as JSON."""

import json
from pathlib import Path
from typing import Any

from contract_tests.plan import Plan
from contract_tests.report.outcomes import Outcome
from contract_tests.report.run import Done


def write_json(file: Path, plan: Plan, done: Done) -> None:
    """Write one object, with `outcomes` in the order in which they came."""
    file.write_text(json.dumps(told(plan, done), indent=1, ensure_ascii=True) + "\n", encoding="utf-8")


def told(plan: Plan, done: Done) -> dict[str, Any]:
    """All that a program may want to know. Texts are masked, as everywhere."""
    return {
        "specs": str(plan.document.spec),
        "base_url": plan.base_url,
        "seed": plan.seed,
        "examples": plan.examples,
        "is_proven": done.is_proven,
        "is_complete": not (done.is_interrupted or done.is_stopped),
        "unproven": [claim.name for claim in done.outcomes.unproven],
        "counts": {state.value: count for state, count in done.outcomes.counts().items()},
        "outcomes": [_outcome(plan, each) for each in done.outcomes.all],
    }


def _outcome(plan: Plan, outcome: Outcome) -> dict[str, Any]:
    operation = outcome.operation
    return {
        "claim": outcome.claim,
        "test": outcome.name,
        "operation": operation.id if operation else None,
        "place": operation.place if operation else None,
        "state": outcome.state.value,
        "seconds": round(outcome.seconds, 3),
        "text": outcome.text,
        "repeat": plan.repeating(outcome),
    }
