"""Numbers that fit the bounds of a schema: the roundest at hand, and those after it."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from handfast.examples.unfit import Unfit

_WIDTHS = {"int8": 7, "int16": 15, "int32": 31, "int64": 63, "uint8": 8, "uint16": 16, "uint32": 32, "uint64": 64}


def number(schema: dict[str, Any], nth: int, *, whole: bool) -> int | float:
    """The nth number, counted from 0. Raises Unfit where there are not so many."""
    low, high = _bounds(schema)
    step = _step(schema, whole=whole)
    if step is None:
        return _between(low, high, nth)
    first = 1 if _fits(Fraction(1), low, high) and step == 1 else 0
    start = Fraction(first)
    if not _fits(start, low, high):
        start = _nearest(low, high, step)
    value = start + nth * step
    if not _fits(value, low, high):
        value = start - nth * step
    if not _fits(value, low, high):
        raise Unfit(f"no {'whole ' if whole else ''}number is within its bounds")
    return _plain(value, whole=whole)


_Bound = tuple[Fraction, bool] | None


def common_step(one: float, other: float) -> int | float:
    """The least step that is one of both."""
    first, second = _exactly(one), _exactly(other)
    both = Fraction(math.lcm(first.numerator, second.numerator), math.gcd(first.denominator, second.denominator))
    return _plain(both, whole=False)


def _exactly(value: float) -> Fraction:
    """A number as it is written, in decimals."""
    return Fraction(repr(value))


def _bounds(schema: dict[str, Any]) -> tuple[_Bound, _Bound]:
    """The lowest and the highest, each with whether it counts itself."""
    lows = [(_exactly(value), True) for value in _numbers(schema, "minimum")]
    lows += [(_exactly(value), False) for value in _numbers(schema, "exclusiveMinimum")]
    highs = [(_exactly(value), True) for value in _numbers(schema, "maximum")]
    highs += [(_exactly(value), False) for value in _numbers(schema, "exclusiveMaximum")]
    bits = _WIDTHS.get(str(schema.get("format")))
    if bits:
        highs.append((Fraction(2**bits - 1), True))
    low = max(lows, key=lambda bound: (bound[0], not bound[1]), default=None)
    high = min(highs, key=lambda bound: (bound[0], bound[1]), default=None)
    return low, high


def _numbers(schema: dict[str, Any], key: str) -> list[int | float]:
    value = schema.get(key)
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) else []


def _step(schema: dict[str, Any], *, whole: bool) -> Fraction | None:
    """From one number to the next; None where there are always more in between."""
    found = [_exactly(value) for value in _numbers(schema, "multipleOf") if value > 0]
    if whole:
        step = found[0] if found else Fraction(1)
        return Fraction(step.numerator)  # the first multiple of a fraction that is whole
    return found[0] if found else None


def _between(low: _Bound, high: _Bound, nth: int) -> int | float:
    for start in (Fraction(1), Fraction(0)):
        if _fits(start + nth, low, high):
            return _plain(start + nth, whole=False)
    if low is None or high is None:
        edge = low[0] + 1 + nth if low else high[0] - 1 - nth if high else Fraction(nth)
        return _plain(edge, whole=False)
    value = low[0] + (high[0] - low[0]) / (nth + 2)
    for chosen in (value, *(bound[0] for bound in (low, high))):
        if _fits(chosen, low, high):
            return _plain(chosen, whole=False)
    raise Unfit("no number is within its bounds")


def _nearest(low: _Bound, high: _Bound, step: Fraction) -> Fraction:
    """The multiple that is next to the lower bound, or to the upper one."""
    if (low is not None and low[0] >= 0) or high is None:
        edge, counts = low or (Fraction(0), True)
        value = math.ceil(edge / step) * step
        return value if counts or value > edge else value + step
    edge, counts = high
    value = math.floor(edge / step) * step
    return value if counts or value < edge else value - step


def _fits(value: Fraction, low: _Bound, high: _Bound) -> bool:
    above = low is None or value > low[0] or (low[1] and value == low[0])
    return above and (high is None or value < high[0] or (high[1] and value == high[0]))


def _plain(value: Fraction, *, whole: bool) -> int | float:
    return int(value) if whole or value.denominator == 1 else float(value)
