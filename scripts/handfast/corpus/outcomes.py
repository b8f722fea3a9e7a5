"""What is measured: a document with its package, and what became of it at each level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

LEVELS = ("L1", "L2", "L3", "L4", "L5")
PACKAGE = "package"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a level was reached, None if that was not measured; `reason` is a line, `findings` are all of them."""

    passed: bool | None
    reason: str = ""
    numbers: dict[str, float] = field(default_factory=dict)
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """A document and the folder that holds its `package`; no step may take more than `limit` seconds."""

    name: str
    document: Path
    folder: Path
    limit: float

    @property
    def package(self) -> Path:
        return self.folder / PACKAGE


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document with one tool."""

    name: str
    tool: str
    levels: dict[str, Outcome]

    def passed(self, level: str) -> bool | None:
        return self.levels[level].passed

    def misses(self, levels: Iterable[str]) -> bool:
        """Whether one of these was not reached, or could not be measured."""
        return any(self.passed(level) is not True for level in levels)

    @property
    def numbers(self) -> dict[str, float]:
        """The numbers of all levels; their names are distinct."""
        return {name: number for outcome in self.levels.values() for name, number in outcome.numbers.items()}

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def reached(numbers: dict[str, float] | None = None) -> Outcome:
    return Outcome(passed=True, numbers=numbers or {})


def missed(reason: str, findings: Iterable[str] = (), numbers: dict[str, float] | None = None) -> Outcome:
    return Outcome(passed=False, reason=reason, numbers=numbers or {}, findings=tuple(findings))


def not_measured(reason: str) -> Outcome:
    return Outcome(passed=None, reason=reason)
