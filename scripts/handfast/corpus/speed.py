"""L5: at most twice the CPU of the model generator alone, and a server that starts within a few seconds.

In a process of its own, `python -m handfast.corpus.speed DOCUMENT FOLDER` starts the application and finds its routes.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from handfast.corpus.outcomes import Outcome, Subject, missed, not_measured, reached
from handfast.corpus.processes import Done, asked, run
from handfast.corpus.verdict import judge

_MOST_CPU = 2.0  # of the model generator's
_MOST_START = 5.0  # seconds of CPU for each thousand operations
_ROUNDS = 3


def measure(subject: Subject, generation: Done) -> Outcome:
    """Compares what generation cost with what models alone cost; where those fail nothing is compared."""
    models = modelled(subject)
    started = asked(__name__, subject)
    numbers = {
        **started.numbers,
        "models_cpu": models.cpu,
        "models_memory": models.memory,
        "ratio": round(generation.cpu / max(models.cpu, 0.01), 2),
    }
    if started.passed is False:
        return missed(started.reason, numbers=numbers)
    if models.code:
        del numbers["ratio"]
        return Outcome(None, f"the model generator fails: {models.last_word}", numbers)
    if numbers["ratio"] > _MOST_CPU:
        return missed(f"{numbers['ratio']} times the CPU of the model generator alone", numbers=numbers)
    return reached(numbers)


def modelled(subject: Subject) -> Done:
    """The models of a document, made by the model generator alone."""
    command = str(Path(sys.executable).parent / "datamodel-codegen")
    words = [command, "--input", str(subject.document), "--input-file-type", "openapi", "--output"]
    done = run([*words, "models_alone.py"], subject.folder, subject.limit)
    return run([*words, "models_alone"], subject.folder, subject.limit) if done.code else done  # a dot makes a folder


def _judged(document: Path, folder: Path) -> Outcome:
    from handfast.corpus.fidelity.given import Given  # before the clock runs
    from handfast.corpus.fidelity.running import Application, Request

    requests = [
        Request(item.method, item.path.replace("{", "").replace("}", "")) for item in Given(document).operations()
    ]
    began = time.process_time()
    application = Application(folder)
    start = time.process_time() - began
    began = time.perf_counter()
    for _ in range(_ROUNDS):
        for request in requests:
            application.find(request)
    found = (time.perf_counter() - began) / max(1, len(requests) * _ROUNDS)
    numbers = {"start": round(start, 2), "route_us": round(found * 1e6, 1)}
    if start > _MOST_START * max(1, len(requests) / 1000):
        return missed(f"takes {start:.1f} s of CPU to start", numbers=numbers)
    return reached(numbers) if requests else not_measured("has no operations")


if __name__ == "__main__":
    judge(_judged)
