"""A package made of a document, as a user makes it."""

from __future__ import annotations

from pathlib import Path

from handfast.corpus.outcomes import Subject
from handfast.corpus.processes import Done, python

_SAID = "generation.log"
_WARNING = "warning: "


def generated(subject: Subject, *options: str) -> Done:
    """Makes the package of a subject."""
    out = ["--spec", str(subject.document), "--out", str(subject.package)]
    done = python(["-m", "handfast", "generate", *out, *options], Path.cwd(), subject.limit)
    (subject.folder / _SAID).write_text(done.errors, encoding="utf-8")
    return done


def warnings_in(folder: Path) -> list[str]:
    """What the generator warned of when it made the package in a folder, each as `file:line:col: what`."""
    lines = (folder / _SAID).read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(_WARNING) for line in lines if line.startswith(_WARNING)]
