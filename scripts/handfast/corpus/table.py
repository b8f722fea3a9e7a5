"""Results as people and programs read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from handfast.corpus.outcomes import LEVELS, Result

_MARKS = {True: "yes", False: "NO", None: "-"}
HEADING = f"{'  '.join(f'{level:<3}' for level in LEVELS)}  {'oper.':>5}  {'CPU s':>6}  {'lost':>5}  document"


def row(result: Result, *, tool: bool = False) -> str:
    """One line of the table: what was reached, the operations, the cost, the warnings, and why a level was not."""
    numbers = result.numbers
    marks = "  ".join(f"{_MARKS[result.passed(level)]:<3}" for level in LEVELS)
    cost = f"{numbers.get('operations', 0):>5.0f}  {numbers.get('cpu', 0):>6.1f}  {numbers.get('warnings', 0):>5.0f}"
    name = f"{result.name} ({result.tool})" if tool else result.name
    why = "; ".join(f"{level}: {item.reason}" for level, item in result.levels.items() if item.passed is False)
    return f"{marks}  {cost}  {name}  {why}".rstrip()


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
