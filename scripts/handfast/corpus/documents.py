"""The documents of a folder."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

_SUFFIXES = {".json", ".yaml", ".yml"}


class Entry(NamedTuple):
    """A document by its name, and its root file."""

    name: str
    path: Path

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0


def documents_in(folder: Path) -> list[Entry]:
    """Those of its manifest, or each file that may be one; the largest first, so that none is waited for at the end."""
    manifest = folder / "manifest.tsv"
    if manifest.is_file():
        with manifest.open(encoding="utf-8", newline="") as lines:
            rows = [(row["name"], row["entry"]) for row in csv.DictReader(lines, delimiter="\t")]
        found = [Entry(name, _place(folder, entry)) for name, entry in rows]
    else:
        found = [Entry(path.stem, path) for path in folder.iterdir() if path.suffix in _SUFFIXES]
    return sorted(found, key=lambda entry: (-entry.size, entry.name))


def _place(folder: Path, entry: str) -> Path:
    """Where a document of a manifest is: beside it, or in its folder `docs`."""
    beside = folder / entry
    return beside if beside.is_file() else folder / "docs" / entry
