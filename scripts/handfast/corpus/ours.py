"""Our own generator, level by level."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace

from handfast.corpus import alive, faithful, routed, speed, typed
from handfast.corpus.generation import generated, refusal, warnings_in
from handfast.corpus.outcomes import LEVELS, Outcome, Subject, missed, not_measured

NAME = "handfast"
_MEASURES: dict[str, Callable[[Subject], Outcome]] = {
    "L1": routed.measure,
    "L2": faithful.measure,
    "L3": typed.measure,
    "L4": alive.measure,
}


def measured(subject: Subject, levels: Container[str] = LEVELS) -> dict[str, Outcome]:
    """The outcome of each level; what cannot be generated reaches none."""
    done = generated(subject)
    numbers = {
        "cpu": done.cpu,
        "seconds": done.seconds,
        "memory": done.memory,
        "warnings": len(warnings_in(subject.folder)),
    }
    if done.code:
        failed = missed(f"does not generate: {refusal(done)}", numbers=numbers)
        return {"L1": failed, **dict.fromkeys(LEVELS[1:], not_measured("nothing was generated"))}
    outcomes = {level: measure(subject) for level, measure in _MEASURES.items() if level in levels}
    if "L5" in levels:
        outcomes["L5"] = speed.measure(subject, done)
    first = outcomes.get("L1", not_measured(""))
    outcomes["L1"] = replace(first, numbers={**numbers, **first.numbers})
    return {level: outcomes.get(level) or not_measured("not asked for") for level in LEVELS}
