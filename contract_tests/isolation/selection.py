"""Which requests are sent where there are too many: one of each kind before the second one of any."""

import re
from collections import Counter

from contract_tests.isolation.trespasses import Trespass

_VALUE = re.compile(r"[:{].*")


def share_of(counts: list[int], most: int) -> int:
    """How many requests each group may have, so that there are no more than so many in all."""
    share = max(counts, default=0)
    while share > 1 and sum(min(share, count) for count in counts) > most:
        share -= 1
    return share


def thinned(trespasses: list[Trespass], share: int) -> list[Trespass]:
    """So many of them, in their order."""
    seen: Counter[tuple[object, ...]] = Counter()
    ranks = []
    for each in trespasses:
        ranks.append(seen[kind_of(each)])
        seen[kind_of(each)] += 1
    chosen = sorted(range(len(trespasses)), key=lambda number: ranks[number])[:share]
    return [trespasses[number] for number in sorted(chosen)]


def kind_of(trespass: Trespass) -> tuple[object, ...]:
    """What is like in requests that differ by a value only: whose things, where something is put, and what kind."""
    why = _VALUE.sub("", trespass.why)
    return why, trespass.is_anonymous, *sorted(trespass.query), None, *sorted(trespass.headers)
