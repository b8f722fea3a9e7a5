"""L5: at most twice the CPU of the model generator alone, and a server that starts within a few seconds.

Both make the same document, each from the start of its process; the median counts of runs that are short.

In a process of its own, `python -m handfast.corpus.speed DOCUMENT FOLDER` starts the application and finds its routes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from handfast.corpus.generation import generated
from handfast.corpus.outcomes import Outcome, Subject, missed, not_measured, reached
from handfast.corpus.processes import Done, asked, run
from handfast.corpus.verdict import judge

_MOST_CPU = 2.0  # of the model generator's
_MOST_START = 5.0  # seconds of CPU for each thousand operations
_ROUNDS = 3
_RUNS = 3
_SHORT = 10.0  # seconds of CPU


def measure(subject: Subject, generation: Done) -> Outcome:
    """Compares what generation cost with what models alone cost; where those fail nothing is compared."""
    own, models = _again(subject, generation, modelled(subject))
    started = asked(__name__, subject)
    numbers = {
        **started.numbers,
        "own_cpu": _cpu(own),
        "models_cpu": _cpu(models),
        "models_memory": models[0].memory,
        "ratio": round(_cpu(own) / max(_cpu(models), 0.01), 2),
    }
    if started.passed is False:
        return missed(started.reason, numbers=numbers)
    failed = next((done for done in models if done.code), None)
    if failed:
        del numbers["ratio"]
        return Outcome(None, f"the model generator fails: {failed.last_word}", numbers)
    if numbers["ratio"] > _MOST_CPU:
        return missed(f"{numbers['ratio']} times the CPU of the model generator alone", numbers=numbers)
    return reached(numbers)


def _again(subject: Subject, own: Done, models: Done) -> tuple[list[Done], list[Done]]:
    """Runs of both, in turn; of what takes long one each, as chance and the start weigh little there."""
    runs = ([own], [models])
    if models.code or own.cpu > _SHORT:
        return runs
    for number in range(1, _RUNS):
        other = replace(subject, folder=subject.folder / f"again{number}")
        other.folder.mkdir()
        runs[0].append(generated(other))
        runs[1].append(modelled(other))
    return runs


def _cpu(runs: Sequence[Done]) -> float:
    return round(median(done.cpu for done in runs), 2)


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
