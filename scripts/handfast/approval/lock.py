"""The lock: which digests are approved, at which version of the document."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handfast.approval.digests import Approvable, Kind
from handfast.findings import Finding, FindingsError, Location, shown
from handfast.spec.texts import read_text

_SECTIONS: dict[str, Kind] = {
    "operations": "operation",
    "webhooks": "webhook",
    "tables": "table",
    "features": "feature",
}
_FOREIGN = "is no lock of ours"
_HEAD = "# What of the specs is approved, by digest. Written by `handfast approve`, never by hand.\n"


@dataclass(frozen=True, slots=True)
class Lock:
    """Digests by kind and name, and the version that they were approved as."""

    file: str
    version: str | None = None
    digests: dict[tuple[Kind, str], str] = field(default_factory=dict)
    lines: dict[tuple[Kind, str], int] = field(default_factory=dict)

    def differences(self, found: Iterable[Approvable]) -> Iterator[Finding]:
        """What of the specs is not as it was approved, at its place; what is gone, at its line in the lock."""
        known = set()
        for item in found:
            known.add((item.kind, item.name))
            approved = self.digests.get((item.kind, item.name))
            if approved != item.digest:
                fault = "was never approved" if approved is None else "has changed since it was approved"
                yield Finding(item.place, f"{item.subject} {fault}")
        for key in self.digests.keys() - known:
            where = Location(self.file, self.lines[key])
            yield Finding(where, f"{key[0]} {key[1]} was approved and is gone")


def read(path: Path) -> Lock:
    """The lock of a file; without the file nothing is approved. FindingsError: it was written by hand, and badly."""
    if not path.exists():
        return Lock(shown(path))
    text, _ = read_text(path)
    lock = Lock(shown(path), parsed(text, path).get("version"))
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("["):
            section = line.strip("[]")
        elif section in _SECTIONS and " = " in line:
            name, _, digest = line.partition(" = ")
            try:
                key = (_SECTIONS[section], str(json.loads(name)))
                lock.digests[key] = str(json.loads(digest))
            except ValueError:
                raise FindingsError([Finding(Location(lock.file, number), _FOREIGN)]) from None
            lock.lines[key] = number
    return lock


def parsed(text: str, path: Path) -> dict[str, str]:
    """What the text of a lock says; FindingsError names its file if it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FindingsError([Finding(Location(shown(path)), f"{_FOREIGN}: {error}")]) from None


def write(path: Path, version: str, found: Sequence[Approvable]) -> None:
    """Write a lock that approves all that was found, a line each, sorted: merges are by line."""
    parts = [_HEAD, f"version = {json.dumps(version)}\n"]
    for section, kind in _SECTIONS.items():
        lines = sorted(f"{json.dumps(item.name)} = {json.dumps(item.digest)}\n" for item in found if item.kind == kind)
        if lines:
            parts.append(f"\n[{section}]\n{''.join(lines)}")
    path.write_text("".join(parts), encoding="utf-8")
