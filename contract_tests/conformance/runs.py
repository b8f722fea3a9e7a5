"""How much schemathesis is to send, and what it did and found: known without it, as it takes a while to import."""

import os
from collections import Counter
from dataclasses import dataclass, field

from contract_tests.spec.document import Operation


@dataclass(frozen=True)
class Budget:
    """How much is sent. The same budget sends the same requests, but for ids and tokens."""

    seed: int = 1
    examples: int = 40

    @classmethod
    def from_environment(cls) -> "Budget":
        seed, examples = os.environ.get("HANDFAST_SEED"), os.environ.get("HANDFAST_EXAMPLES")
        return cls(int(seed or cls.seed), int(examples or cls.examples))


@dataclass
class Run:
    """What schemathesis did and found."""

    findings: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    phases: dict[str, str] = field(default_factory=dict)
    requests: Counter[tuple[str, str]] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)

    def note(self, operation: Operation, check: str, title: str, report: str) -> None:
        """Keep the shortest report of each kind of failure of an operation."""
        kept = self.findings.setdefault(operation.id, {})
        key = (check, title)
        if key not in kept or len(report) < len(kept[key]):
            kept[key] = report
