"""A finding with the lines around it, as an editor would show it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handfast.findings import Finding

_AROUND = 2


def frame(finding: Finding) -> Iterator[str]:
    """The finding, then its place in the file; the finding alone if the file cannot be read."""
    yield str(finding)
    try:
        lines = Path(finding.where.file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    at = finding.where.line
    first, last = max(1, at - _AROUND), min(len(lines), at + _AROUND)
    width = len(str(last))
    for number in range(first, last + 1):
        mark = ">" if number == at else " "
        yield f"  {mark} {number:>{width}} | {lines[number - 1]}".rstrip()
        if number == at:
            yield f"    {'':>{width}} | {' ' * (finding.where.column - 1)}^"
