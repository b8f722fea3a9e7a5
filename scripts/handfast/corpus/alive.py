"""L4: the mock server answers every operation as the document says, and refuses what it forbids."""

from __future__ import annotations

from handfast.corpus.outcomes import Outcome, Subject, not_measured


def measure(subject: Subject) -> Outcome:  # noqa: ARG001 - to come
    return not_measured("not measured yet")
