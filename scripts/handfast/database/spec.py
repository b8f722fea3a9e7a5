"""Reads a DBML file: what it declares, and where each thing stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydbml import PyDBML
from pydbml.classes import Reference
from pydbml.database import Database
from pyparsing import ParseBaseException

from handfast.findings import Finding, FindingsError, Location, shown
from handfast.spec.texts import read_text

CHECK = "_check"
"""How the name of a property ends that is a condition of a table's rows."""
_OPENING = re.compile(r"^\s*(?:table|enum)\s+\"?(?:\w+\"?\.\"?)?(\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DatabaseSpec:
    """What a DBML file declares."""

    file: str
    content: Database
    lines: tuple[str, ...]

    @property
    def settings(self) -> dict[str, str]:
        """Of its `Project`."""
        project: Any = self.content.project
        return dict(project.items or {}) if project else {}

    def place(self, owner: str, name: str = "") -> Location:
        """Where `name` stands within the table or enum, or anywhere; else where that begins; else the file."""
        inside = False
        begins = 1
        for number, line in enumerate(self.lines, 1):
            opening = _OPENING.match(line)
            if opening:
                inside = opening[1] == owner
                begins = number if inside else begins
            if name and inside and (found := re.search(rf"\b{re.escape(name)}\b", line.partition("//")[0])):
                return Location(self.file, number, found.start() + 1)
        if name and (outside := self._anywhere(name)):
            return outside
        return Location(self.file, begins)

    def _anywhere(self, name: str) -> Location | None:
        for number, line in enumerate(self.lines, 1):
            if found := re.search(rf"\b{re.escape(name)}\b", line.partition("//")[0]):
                return Location(self.file, number, found.start() + 1)
        return None


def load(path: Path) -> DatabaseSpec:
    """Read and parse; FindingsError says where it is no text, or not DBML."""
    text = read_text(path)[0]
    try:
        content = _parsed(text)
    except ParseBaseException as error:
        where = Location(shown(path), error.lineno, error.col)
        raise FindingsError([Finding(where, f"no DBML: {error.msg[:1].lower()}{error.msg[1:]}")]) from None
    except Exception as error:  # noqa: BLE001 - the parser's own errors have no base class that tells them apart
        raise FindingsError([Finding(Location(shown(path)), f"no DBML: {error}")]) from None
    return DatabaseSpec(shown(path), content, tuple(text.splitlines()))


@lru_cache(maxsize=4)
def _parsed(text: str) -> Database:
    """Read at each save of a document that is watched, and hardly ever another one. Nobody changes what is read."""
    content: Database = PyDBML(text, allow_properties=True)
    return content


def sides(reference: Reference) -> tuple[list[Any], list[Any]]:
    """The columns that refer, and those that are referred to."""
    return (reference.col2, reference.col1) if reference.type == "<" else (reference.col1, reference.col2)
