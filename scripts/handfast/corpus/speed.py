"""L5: at most twice the CPU of the model generator alone."""

from __future__ import annotations

from handfast.corpus.outcomes import Outcome, Subject, not_measured
from handfast.corpus.processes import Done


def measure(subject: Subject, generation: Done) -> Outcome:  # noqa: ARG001 - to come
    return not_measured("not measured yet")
