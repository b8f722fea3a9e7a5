"""A package made of a document, as a user makes it."""

from __future__ import annotations

from pathlib import Path

from handfast.corpus.outcomes import Subject
from handfast.corpus.processes import Done, python


def generated(subject: Subject, *options: str) -> Done:
    """Makes the package of a subject."""
    out = ["--spec", str(subject.document), "--out", str(subject.package)]
    return python(["-m", "handfast", "generate", *out, *options], Path.cwd(), subject.limit)


def warnings_of(done: Done) -> int:
    return sum(line.startswith("warning: ") for line in done.errors.splitlines())
