"""The features as the page shows them: in the words of their authors, with what they take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handfast.features.reading import criteria
from handfast.spec.texts import read_text

_TITLE = re.compile(r"# +(.*?) *#*$")
_HEADING = re.compile(r"##+ ")
_OPERATIONS = "Operations:"


@dataclass(frozen=True, slots=True)
class Told:
    """A criterion or a whole feature: its title, its paragraphs, the ids of its operations."""

    title: str
    text: tuple[str, ...]
    operations: tuple[str, ...] = ()
    criteria: tuple[Told, ...] = ()


def told(folder: Path) -> list[Told]:
    """All features of a folder; none if it is not there."""
    return [_told(path) for path in sorted(folder.glob("*.md"))]


def _told(path: Path) -> Told:
    lines = read_text(path)[0].splitlines()
    found = list(criteria(path))
    begins = [item.place.line for item in found]
    title = next((match[1] for line in lines if (match := _TITLE.match(line))), path.stem)
    each = tuple(
        Told(item.name.replace("-", " "), tuple(_paragraphs(lines[begin:end])), tuple(item.operations))
        for item, begin, end in zip(found, begins, [*(line - 1 for line in begins[1:]), None], strict=False)
    )
    return Told(title, tuple(_paragraphs(lines[: begins[0] - 1] if begins else lines)), criteria=each)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line.strip() and not line.startswith(_OPERATIONS) and not _TITLE.match(line) and not _HEADING.match(line):
            paragraph.append(line.strip())
        elif paragraph:
            yield " ".join(paragraph)
            paragraph = []
