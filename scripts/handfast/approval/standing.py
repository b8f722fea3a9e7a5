"""How a document stands to its lock: what of it nobody approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handfast.approval.digests import Approvable, approvables
from handfast.approval.history import commits
from handfast.approval.lock import Lock, read, write
from handfast.findings import Finding
from handfast.spec.document import Document

LOCK = "approved.lock"


@dataclass(frozen=True, slots=True)
class Standing:
    """A document, its lock, and what of the one is not in the other: by line, sorted."""

    document: Document
    path: Path
    lock: Lock
    found: list[Approvable]
    findings: list[Finding]

    @property
    def governed(self) -> bool:
        """Whether there is a lock, or was one in the last commit that had any to do with it."""
        return self.path.exists() or next(commits(self.path), None) is not None

    def approve(self) -> None:
        """Write a lock that approves all that was found."""
        write(self.path, self.document.version, self.found)


def standing(document: Document, folder: Path) -> Standing:
    """Hold a document against the lock in its folder. FindingsError: the lock is none."""
    path = folder / LOCK
    lock = read(path)
    found = approvables(document, folder / "database" / "schema.dbml", folder / "features")
    findings = sorted([*lock.differences(found), *_version(document, lock)])
    return Standing(document, path, lock, found, findings)


def _version(document: Document, lock: Lock) -> Iterator[Finding]:
    """It is approved like the rest: else it could be moved back after the change that moved it on."""
    now = document.version
    if lock.version is not None and lock.version != now:
        yield Finding(
            document.locate("/info/version", key=True), f"info.version is {now}, and {lock.version} was approved"
        )
