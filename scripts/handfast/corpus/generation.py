"""A package made of a document, as a user makes it."""

from __future__ import annotations

import re
from pathlib import Path

from handfast.corpus.outcomes import Subject
from handfast.corpus.processes import Done, python

_SAID = "generation.log"
_WARNING = "warning: "
_COUNT = re.compile(r"[0-9]+ findings?")


def generated(subject: Subject, *options: str) -> Done:
    """Makes the package of a subject."""
    out = ["--spec", str(subject.document), "--out", str(subject.package)]
    done = python(["-m", "handfast", "generate", *out, *options], Path.cwd(), subject.limit)
    (subject.folder / _SAID).write_text(done.errors, encoding="utf-8")
    return done


def refusal(done: Done) -> str:
    """Why nothing was generated: the first finding, or what the generator ended with."""
    said = [line for line in done.errors.splitlines() if line and not line.startswith(_WARNING)]
    return said[0][:300] if said and _COUNT.fullmatch(said[-1]) else done.last_word


def warnings_in(folder: Path) -> list[str]:
    """What the generator warned of when it made the package in a folder, each as `file:line:col: what`."""
    lines = (folder / _SAID).read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(_WARNING) for line in lines if line.startswith(_WARNING)]
