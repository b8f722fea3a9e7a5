"""The end of a run on a terminal or in a log: what failed, why, and a table of what was claimed."""

import re
from collections.abc import Callable, Iterator

from contract_tests.report.outcomes import Outcome, Outcomes, State
from contract_tests.report.run import Done

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MOST_NAMED = 5
MOST_WHOLE = 2
"""How many texts of one finding are told at length."""


def told_failures(outcomes: Outcomes, repeating: Callable[[Outcome], str]) -> Iterator[str]:
    """Each finding once: whose it is, the first texts of it whole, and the command that repeats the first of all."""
    for finding in outcomes.findings:
        failed = finding.outcomes
        yield f"FAILED {_named(failed)}"
        for text in list(finding.texts)[:MOST_WHOLE]:
            yield visible(text)
        if len(finding.texts) > MOST_WHOLE:
            more = len(finding.texts) - MOST_WHOLE
            yield f"  alike:      {more} more say the same of others; --report and --json have them all"
        yield f"  repeat:     {visible(repeating(failed[0]))}"
        yield ""


def told_reasons(outcomes: Outcomes) -> Iterator[str]:
    """Each reason for which something could not be proven, once."""
    for text, skipped in outcomes.reasons.items():
        yield f"NOT PROVABLE {_named(skipped)}\n  {visible(text)}"


def told_table(outcomes: Outcomes) -> Iterator[str]:
    """Claims and counts, in columns."""
    names = [claim.name for claim in outcomes.claims]
    width = max(map(len, [*names, "claim"]))
    yield f"{'claim':<{width}}  proven  failed  not provable  seconds"
    for name in names:
        yield _row(name, width, outcomes, outcomes.seconds(name))
    yield _row(None, width, outcomes, sum(each.seconds for each in outcomes.all))


def told_end(done: Done, *, is_strict: bool) -> Iterator[str]:
    """How it ended: what was not proven at all, and the verdict."""
    outcomes = done.outcomes
    for claim in outcomes.unproven:
        reasons = (each.text for each in outcomes.of(claim.name) if each.state is State.NOT_PROVABLE)
        first, _, _ = next(reasons).partition("\n")
        yield visible(f"NOT PROVEN {claim.name}: {first}")
    if done.is_interrupted:
        yield "broken off before the end; what was started is stopped, and what is not counted was not tried"
    elif done.is_stopped:
        yield "stopped at a failure: what is not counted was not tried"
    yield _verdict(done, is_strict=is_strict)


def _verdict(done: Done, *, is_strict: bool) -> str:
    counts, findings = done.outcomes.counts(), len(done.outcomes.findings)
    if findings:
        tests = counts[State.FAILED]
        return f"{findings} finding{'s' if findings > 1 else ''}, in {tests} test{'s' if tests > 1 else ''}"
    if not done.is_proven:
        return "nothing was proven"
    missing = counts[State.NOT_PROVABLE]
    if not missing:
        return f"proven by {counts[State.PROVEN]} tests"
    unproven = ", ".join(claim.name for claim in done.outcomes.unproven)
    told = f"proven by {counts[State.PROVEN]} tests; {missing} could not be made"
    told += f", and of {unproven} not one" if unproven else ""
    return told + (": --strict takes that for a finding" if is_strict else "; --strict would fail for that")


def visible(text: str) -> str:
    """The text with what would steer a terminal written out; a server says what it likes."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _row(name: str | None, width: int, outcomes: Outcomes, seconds: float) -> str:
    counts = outcomes.counts(name)
    if name and counts.total() == counts[State.IDLE]:
        return f"{name:<{width}}  {State.IDLE.value if counts else 'not reached'}"
    proven, failed, not_provable = (counts[each] for each in (State.PROVEN, State.FAILED, State.NOT_PROVABLE))
    return f"{name or 'all':<{width}}  {proven:>6}  {failed:>6}  {not_provable:>12}  {seconds:>7.1f}"


def _named(outcomes: list[Outcome]) -> str:
    names = (f"{each.claim}: {each.name}" for each in outcomes)
    first, *others = dict.fromkeys(names)
    more = len(others) - _MOST_NAMED
    told = [first, *(f"  and {each}" for each in others[:_MOST_NAMED])]
    return "\n".join([*told, *([f"  and {more} more"] if more > 0 else [])])
