"""What was measured, as a table for people and as JSON for machines."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from bench.measurement import Results, Samples

OURS = "ours"
TITLES = {"list": "list of 20", "get": "get one", "create": "create"}
TARGETS = {
    "list": {"idiomatic": 4.0, "floor": 0.85},
    "get": {"idiomatic": 4.0, "floor": 0.85},
    "create": {"idiomatic": 3.0, "floor": 0.85},
}
MUCH = 0.8


@dataclass(frozen=True, slots=True)
class Ratio:
    """Our requests a second to another's: the median of the rounds, each with itself, and the extremes."""

    median: float
    lowest: float
    highest: float
    target: float

    @property
    def is_reached(self) -> bool:
        return self.median >= self.target

    def __str__(self) -> str:
        return f"{self.median:.2f} of {self.target:g} {'reached' if self.is_reached else 'missed'}"


def ratio(ours: Samples, other: Samples, target: float) -> Ratio:
    each = [mine / theirs for mine, theirs in zip(ours.rates, other.rates, strict=True)]
    return Ratio(median(each), min(each), max(each), target)


def ratios(results: Results) -> dict[str, dict[str, Ratio]]:
    return {
        operation: {other: ratio(by_server[OURS], by_server[other], target) for other, target in TARGETS[operation].items()}
        for operation, by_server in results.items()
    }


def table(results: Results) -> str:
    found = ratios(results)
    servers = list(next(iter(results.values())))
    rates = [
        [TITLES[operation], *(f"{by_server[name].rate:,.0f}" for name in servers), *map(str, found[operation].values())]
        for operation, by_server in results.items()
    ]
    costs = [
        [TITLES[operation], *(f"{by_server[name].cpu_us:,.0f}" for name in servers)]
        for operation, by_server in results.items()
    ]
    shares = [
        [TITLES[operation], *(f"{by_server[name].busy:.0%}" for name in servers)]
        for operation, by_server in results.items()
    ]
    others = [f"{OURS} / {other}" for other in servers if other != OURS]
    parts = [
        _aligned([["requests a second", *servers, *others], *rates]),
        _aligned([["CPU of the server, us a request", *servers], *costs]),
        _aligned([["core of the server in use", *servers], *shares]),
    ]
    return "\n\n".join([*parts, *_warnings(results)])


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    widths[0] = max(widths[0], len("CPU of the server, us a request"))
    return "\n".join(
        "   ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))])
        for row in rows
    )


def _warnings(results: Results) -> list[str]:
    used = max(sample.generator_busy for by_server in results.values() for all_ in by_server.values() for sample in all_.each)
    if used < MUCH:
        return []
    return [f"The load generator used {used:.0%} of its core: the fastest servers may be faster than this."]


def as_json(results: Results, about: dict[str, Any]) -> dict[str, Any]:
    measured = {
        operation: {
            name: {
                "requests_per_second": samples.rate,
                "cpu_us_per_request": samples.cpu_us,
                "core_in_use": samples.busy,
                "rounds": [asdict(sample) for sample in samples.each],
            }
            for name, samples in by_server.items()
        }
        for operation, by_server in results.items()
    }
    compared = {
        operation: {
            f"{OURS}/{other}": {**asdict(each), "reached": each.is_reached} for other, each in by_server.items()
        }
        for operation, by_server in ratios(results).items()
    }
    return {**about, "operations": measured, "ratios": compared}
