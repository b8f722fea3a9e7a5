"""The end of a run on a terminal or in a log: what failed, why, and a table of what was claimed."""

import re
from collections.abc import Callable, Iterator

from contract_tests.report.outcomes import Outcome, Outcomes, State

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MOST_NAMED = 5


def told_failures(outcomes: Outcomes, repeating: Callable[[Outcome], str]) -> Iterator[str]:
    """Each failure once, with the tests that it failed and the command that runs the first of them again."""
    for text, failed in outcomes.failures.items():
        yield f"FAILED {_named(failed)}"
        yield visible(text)
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


def visible(text: str) -> str:
    """The text with what would steer a terminal written out; a server says what it likes."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _row(name: str | None, width: int, outcomes: Outcomes, seconds: float) -> str:
    counts = outcomes.counts(name)
    proven, failed, not_provable = (counts[each] for each in (State.PROVEN, State.FAILED, State.NOT_PROVABLE))
    return f"{name or 'all':<{width}}  {proven:>6}  {failed:>6}  {not_provable:>12}  {seconds:>7.1f}"


def _named(outcomes: list[Outcome]) -> str:
    names = (f"{each.claim}: {each.name}" for each in outcomes)
    first, *others = dict.fromkeys(names)
    more = len(others) - _MOST_NAMED
    told = [first, *(f"  and {each}" for each in others[:_MOST_NAMED])]
    return "\n".join([*told, *([f"  and {more} more"] if more > 0 else [])])
