"""L3: clean under `mypy --strict`, and the same to the byte when it is made again."""

from __future__ import annotations

import importlib.util

from handfast.corpus.generation import generated
from handfast.corpus.outcomes import PACKAGE, Outcome, Subject, missed, not_measured, reached
from handfast.corpus.processes import Done, python


def measure(subject: Subject) -> Outcome:
    if importlib.util.find_spec("mypy") is None:
        return not_measured("mypy is not installed")
    done = checked(subject)
    if done.code:
        errors = tuple(line for line in done.out.splitlines() if ": error: " in line)
        return missed(f"{len(errors)} type errors: {(errors or (done.last_word,))[0]}", errors)
    again = generated(subject, "--check")
    if again.code:
        return missed("made again it is another package", again.out.splitlines()[:20])
    return reached()


def checked(subject: Subject) -> Done:
    """What mypy says of a package, by no settings but its own."""
    options = ["--strict", "--no-error-summary", "--config-file=", "-p", PACKAGE]
    return python(["-m", "mypy", *options], subject.folder, subject.limit)
