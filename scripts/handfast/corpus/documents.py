"""The documents of a folder."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from handfast.findings import Finding, FindingsError, Location, shown
from handfast.spec.texts import read_text

_SUFFIXES = {".json", ".yaml", ".yml"}
_SAYS_SO = re.compile(rb"""^\s*\{?\s*["']?(openapi|swagger)["']?\s*:""", re.MULTILINE)
_MANIFEST = "manifest.tsv"


class Entry(NamedTuple):
    """A document by its name, and its root file."""

    name: str
    path: Path

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0


def documents_in(place: Path) -> list[Entry]:
    """Those of a folder's manifest, or each file in it that says it is one, or the one file that is given.

    The largest come first, so that none is waited for at the end. Raises FindingsError for a manifest that is none.
    """
    if place.is_file():
        found = [Entry(place.stem, place)]
    elif (place / _MANIFEST).is_file():
        found = list(_listed(place))
    else:
        found = list(_found(place))
    return sorted(found, key=lambda entry: (-entry.size, entry.name))


def _listed(folder: Path) -> Iterator[Entry]:
    """What a manifest lists: tab-separated, with the columns name and entry; files are beside it or in `docs`."""
    manifest = folder / _MANIFEST
    rows = csv.DictReader(read_text(manifest)[0].splitlines(), delimiter="\t")
    for row in rows:
        if not row.get("name") or not row.get("entry"):
            raise FindingsError([Finding(Location(shown(manifest), rows.line_num), "has no name or no entry")])
        beside = folder / row["entry"]
        yield Entry(row["name"], beside if beside.is_file() else folder / "docs" / row["entry"])


def _found(folder: Path) -> Iterator[Entry]:
    """The documents by their path; parts of documents and other files do not say `openapi:`."""
    paths = [path for path in _files(folder) if path.suffix.lower() in _SUFFIXES and _SAYS_SO.search(path.read_bytes())]
    bare = [path.with_suffix("") for path in paths]
    for path, name in zip(paths, bare, strict=True):
        yield Entry((path if bare.count(name) > 1 else name).relative_to(folder).as_posix(), path)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink() and not path.name.startswith((".", "node_modules")):
            yield from _files(path)
        elif path.is_file():
            yield path
