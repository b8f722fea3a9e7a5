"""What was measured, as a table for people and as JSON for machines."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from statistics import median
from typing import Any

from bench.measurement import Results, Sample, middle

OURS = "ours"
TITLES = {"list": "list of 20", "get": "get one", "create": "create"}
TARGETS = {
    "list": {"idiomatic": 4.0, "floor": 0.85},
    "get": {"idiomatic": 4.0, "floor": 0.85},
    "create": {"idiomatic": 3.0, "floor": 0.85},
}
MUCH = 0.9
SATURATED = "PostgreSQL and the load generator needed {:.0%} of a core: the fastest server may be faster than this."
LITTLE = 0.85
DISTURBED = "A server had {:.0%} of its core: it waited for PostgreSQL, or for something else on the machine."


@dataclass(frozen=True, slots=True)
class Ratio:
    """Our requests a second to another's: the median of the rounds, each by itself, and the extremes."""

    median: float
    lowest: float
    highest: float
    target: float

    @property
    def is_reached(self) -> bool:
        return self.median >= self.target

    def __str__(self) -> str:
        return f"{self.median:.2f} of {self.target:g} {'reached' if self.is_reached else 'missed '}"


def ratio(ours: Sequence[Sample], other: Sequence[Sample], target: float) -> Ratio:
    each = [mine.rate / theirs.rate for mine, theirs in zip(ours, other, strict=True)]
    return Ratio(median(each), min(each), max(each), target)


def ratios(results: Results) -> dict[str, dict[str, Ratio]]:
    return {
        operation: {name: ratio(by_server[OURS], by_server[name], target) for name, target in targets.items()}
        for operation, targets in TARGETS.items()
        if (by_server := results[operation])
    }


def table(results: Results) -> str:
    """Lay out what counts first, then what explains it."""
    servers = list(results["list"])
    others = [name for name in servers if name != OURS]
    rates, costs = (
        _rows(results, lambda sample: f"{sample.rate:,.0f}"),
        _rows(results, lambda sample: f"{sample.cpu_us:,.0f}"),
    )
    for rate, cost, (operation, by_server) in zip(rates, costs, results.items(), strict=True):
        rate.extend(map(str, ratios(results)[operation].values()))
        own = middle(by_server[OURS]).cpu_us
        cost.extend(f"{middle(by_server[name]).cpu_us / own:.2f}" for name in others)
    parts = [
        [["requests a second", *servers, *(f"{OURS} / {name}" for name in others)], *rates],
        [["server's CPU, us a request", *servers, *(f"{name} / {OURS}" for name in others)], *costs],
        [["server's core in use", *servers], *_rows(results, lambda sample: f"{sample.server_share:.0%}")],
        [["generator, PostgreSQL", *servers], *_rows(results, lambda sample: f"{sample.elsewhere_share:.0%}")],
    ]
    return "\n\n".join([*map(_aligned, parts), *_warnings(results)])


def _rows(results: Results, show: Callable[[Sample], str]) -> list[list[str]]:
    return [
        [TITLES[operation], *(show(middle(samples)) for samples in by_server.values())]
        for operation, by_server in results.items()
    ]


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [26, 9, 9, 9, 20, 20]
    lines = (chain([row[0].ljust(widths[0])], map(str.rjust, row[1:], widths[1:])) for row in rows)
    return "\n".join("  ".join(cells) for cells in lines)


def _warnings(results: Results) -> list[str]:
    medians = [middle(samples) for by_server in results.values() for samples in by_server.values()]
    elsewhere = max(sample.elsewhere_share for sample in medians)
    least = min(sample.server_share for sample in medians)
    warnings = []
    if elsewhere > MUCH:
        warnings.append(SATURATED.format(elsewhere))
    if least < LITTLE:
        warnings.append(DISTURBED.format(least))
    return warnings


def as_json(results: Results, about: dict[str, Any]) -> dict[str, Any]:
    measured = {
        operation: {
            name: {"median": asdict(middle(samples)), "rounds": [asdict(sample) for sample in samples]}
            for name, samples in by_server.items()
        }
        for operation, by_server in results.items()
    }
    compared = {
        operation: {name: {**asdict(each), "is_reached": each.is_reached} for name, each in by_server.items()}
        for operation, by_server in ratios(results).items()
    }
    return {**about, "operations": measured, "ours_to": compared}
