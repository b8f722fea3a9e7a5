"""Which mutants a run is about."""

from collections.abc import Sequence
from hashlib import sha256

from mutants.mutant import Mutant

LENGTHY = {"conformance", "isolation-concurrency", "isolation-worlds", "server"}
"""Parts that take long before they say anything."""
OF_MANY_TRIES = "statuses"


def matching(mutants: Sequence[Mutant], patterns: Sequence[str]) -> list[Mutant]:
    """Keep those whose id, sentence or claims hold one of the texts; all, if there are none."""
    return [each for each in mutants if not patterns or any(text in word for text in patterns for word in _words(each))]


def quick(mutants: Sequence[Mutant]) -> list[Mutant]:
    """Keep those that a few tests catch in seconds: it is told which, and no lengthy part is among those that claim it.

    What is claimed by statuses beside others is caught by them, as a rule, and they come last.
    """
    return [
        each
        for each in mutants
        if each.only and not LENGTHY & {*each.claims} and (len(each.claims) == 1 or OF_MANY_TRIES not in each.claims)
    ]


def sampled(mutants: Sequence[Mutant], count: int, seed: str) -> list[Mutant]:
    """Draw some, no two from one rule as far as there are rules: others for each seed, and the same for the same."""
    drawn = sorted(mutants, key=lambda each: sha256(f"{seed} {each.id}".encode()).digest())
    return taken_in_turns(drawn)[:count]


def taken_in_turns(mutants: Sequence[Mutant]) -> list[Mutant]:
    """Order them so that each rule is heard of early."""
    turns: dict[str, int] = {}
    order = []
    for each in mutants:
        turns[each.rule] = turns.get(each.rule, 0) + 1
        order.append((turns[each.rule], each))
    return [each for _, each in sorted(order, key=lambda pair: pair[0])]


def sharded(mutants: Sequence[Mutant], index: int, count: int) -> list[Mutant]:
    """Keep every `count`th, from the one at `index`, which begins with 1: neighbours take about as long."""
    return list(mutants[index - 1 :: count])


def _words(mutant: Mutant) -> tuple[str, ...]:
    return (mutant.id, mutant.sentence, *mutant.claims)
