"""Ways to break a schema: for each keyword a value that is as good as the given one but for it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from handfast.corpus.fidelity.given import Node
from handfast.corpus.fidelity.oracle import FORMATS

_STRANGERS: tuple[Any, ...] = ("a stranger", 7, 7.5, [], {}, True, None)
_LONGEST = 100_000
_MOST_ITEMS = 2_000
_TEXTS = ("!", " ", "0", "A", "a", "~")  # engines differ in what letters of other scripts are


def breaches(node: Node, value: Any) -> Iterator[tuple[str, Any]]:
    """(keyword, value) for what the node itself says; whether it breaks the whole is for the oracle to say."""
    data = node.data
    if {"type", "$ref", "properties", "oneOf", "anyOf", "allOf", "enum"} & set(data):
        yield from (("type", stranger) for stranger in _STRANGERS if type(stranger) is not type(value))
    for keyword, breach in _BREACHES.items():
        if keyword in data:
            yield from ((keyword, broken) for broken in breach(data, data[keyword], value))


def _enum(_data: dict[str, Any], known: Any, value: Any) -> Iterator[Any]:
    if isinstance(value, str):
        yield from (value + "z", "zzz")
    elif isinstance(value, int) and not isinstance(value, bool):
        yield max([item for item in (known if isinstance(known, list) else [known]) if _is_number(item)] or [0]) + 1


def _longer(_data: dict[str, Any], most: Any, value: Any) -> Iterator[Any]:
    if isinstance(value, str) and _is_number(most) and most < _LONGEST:
        yield from (value + (letter * (int(most) + 1 - len(value))) for letter in (value[-1:] or "w", "w", "1"))


def _shorter(_data: dict[str, Any], least: Any, value: Any) -> Iterator[Any]:
    if isinstance(value, str) and _is_number(least) and least > 0:
        yield value[: int(least) - 1]


def _unmatched(data: dict[str, Any], _pattern: Any, value: Any) -> Iterator[Any]:
    if isinstance(value, str):
        lengths = {max(len(value), data.get("minLength", 0)), 1, 0}
        yield from (
            letter * length for letter in _TEXTS for length in sorted(lengths, reverse=True) if length < _LONGEST
        )


def _unformatted(_data: dict[str, Any], form: Any, value: Any) -> Iterator[Any]:
    if isinstance(value, str) and form in FORMATS:
        yield from ("x", "2024-02-30", "not-of-this-format-at-all-but-36-long")


def _under(data: dict[str, Any], least: Any, value: Any) -> Iterator[Any]:
    if _is_number(least) and _is_number(value):
        yield from (least - _beyond(data, least), least)


def _over(data: dict[str, Any], most: Any, value: Any) -> Iterator[Any]:
    if _is_number(most) and _is_number(value):
        yield from (most + _beyond(data, most), most)


def _beyond(data: dict[str, Any], bound: float) -> int:
    """How far from a bound a value is another one: a number that is no integer has no more digits than a float."""
    return 1 if data.get("type") == "integer" or not math.isfinite(bound) else max(1, int(2 * math.ulp(float(bound))))


def _uneven(_data: dict[str, Any], step: Any, value: Any) -> Iterator[Any]:
    if _is_number(step) and _is_number(value):
        yield from (value + 1, value + step / 2) if not isinstance(step, int) or step > 1 else (value + 0.5,)


def _fewer(_data: dict[str, Any], least: Any, value: Any) -> Iterator[Any]:
    if isinstance(value, list) and _is_number(least) and least > 0:
        yield value[: int(least) - 1]


def _more(_data: dict[str, Any], most: Any, value: Any) -> Iterator[Any]:
    if isinstance(value, list) and value and _is_number(most) and most < _MOST_ITEMS:
        yield value + value[-1:] * (int(most) + 1 - len(value))
        yield [_other(value[0], index) for index in range(int(most) + 1)]


def _twice(_data: dict[str, Any], unique: Any, value: Any) -> Iterator[Any]:
    if isinstance(value, list) and value and unique is True:
        yield [value[0], *value]


def _without(_data: dict[str, Any], required: Any, value: Any) -> Iterator[Any]:
    if isinstance(value, dict) and isinstance(required, list):
        for name in required:
            yield {key: item for key, item in value.items() if key != name}


def _with_another(_data: dict[str, Any], others: Any, value: Any) -> Iterator[Any]:
    if isinstance(value, dict) and others is False:
        yield {**value, "not_declared_anywhere": 1}


def _fewer_members(_data: dict[str, Any], least: Any, value: Any) -> Iterator[Any]:
    if isinstance(value, dict) and _is_number(least) and least > 0:
        yield dict(list(value.items())[: int(least) - 1])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _other(value: Any, index: int) -> Any:
    return f"{value}{index}" if isinstance(value, str) else value + index if _is_number(value) else value


_BREACHES: dict[str, Callable[[dict[str, Any], Any, Any], Iterator[Any]]] = {
    "enum": _enum,
    "const": _enum,
    "maxLength": _longer,
    "minLength": _shorter,
    "pattern": _unmatched,
    "format": _unformatted,
    "minimum": _under,
    "exclusiveMinimum": _under,
    "maximum": _over,
    "exclusiveMaximum": _over,
    "multipleOf": _uneven,
    "minItems": _fewer,
    "maxItems": _more,
    "uniqueItems": _twice,
    "required": _without,
    "additionalProperties": _with_another,
    "minProperties": _fewer_members,
}
