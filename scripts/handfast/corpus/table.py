"""Results as people and programs read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from handfast.corpus.outcomes import LEVELS, Result

_MARKS = {True: "yes", False: "NO", None: "-"}


class _Column(NamedTuple):
    heading: str
    number: str
    width: int = 6
    digits: int = 0
    unit: float = 1

    def cell(self, numbers: Mapping[str, float]) -> str:
        known = numbers.get(self.number)
        return f"{'-' if known is None else f'{known / self.unit:.{self.digits}f}':>{self.width}}"


_COLUMNS = (
    _Column("oper.", "operations"),
    _Column("CPU s", "cpu", digits=1),
    _Column("ratio", "ratio", digits=2),
    _Column("MB", "memory", unit=1e6),
    _Column("lost", "warnings"),
    _Column("excused", "excused", width=7),
)
HEADING = "  ".join(
    [*(f"{level:<3}" for level in LEVELS), *(f"{column.heading:>{column.width}}" for column in _COLUMNS), "document"]
)


def row(result: Result, *, tool: bool = False) -> str:
    """One line of the table: what was reached, what it cost and lost, and why a level was not.

    `CPU s` and `MB` are those of generating, at its peak, `ratio` is the CPU beside the model generator's, `lost` are
    the warnings, and `excused` is what L4 found and does not count.
    """
    marks = (f"{_MARKS[result.passed(level)]:<3}" for level in LEVELS)
    cells = (column.cell(result.numbers) for column in _COLUMNS)
    name = f"{result.name} ({result.tool})" if tool else result.name
    why = "; ".join(f"{level}: {item.reason}" for level, item in result.levels.items() if item.passed is False)
    return "  ".join([*marks, *cells, name, why]).rstrip()


def summary(results: Sequence[Result], tools: Sequence[str]) -> list[str]:
    """For each tool how many documents reached each level, of those where that was measured."""
    lines = []
    for tool in tools:
        own = [result for result in results if result.tool == tool]
        reached = ", ".join(_reached(own, level) for level in LEVELS)
        lines.append(f"{tool}: {reached} of {len(own)}, {_cost(own)}")
    return lines


def _reached(results: Iterable[Result], level: str) -> str:
    known = [result.passed(level) for result in results if result.passed(level) is not None]
    return f"{level} {known.count(True)}" if known else f"{level} -"


def _cost(results: Sequence[Result]) -> str:
    return f"{sum(result.numbers.get('cpu', 0) for result in results):.0f} s CPU"


def write_json(results: Iterable[Result], path: Path) -> None:
    """All at once, so that who reads along never sees half of it."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(json.dumps([result.as_json() for result in results], indent=2) + "\n", encoding="utf-8")
    new.replace(path)
