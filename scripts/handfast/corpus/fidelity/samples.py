"""Values that a schema takes: small, deterministic, and always held against the schema before they are used."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from re import _constants, _parser  # the only parser of patterns there is
from typing import Any

from handfast.corpus.fidelity.oracle import Oracle

_FORMATS = {
    "date": "2024-02-29", "date-time": "2024-02-29T12:30:15Z", "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "email": "a.name@example.com", "uri": "https://example.com/a", "url": "https://example.com/a", "time": "12:30:15Z",
    "ipv4": "192.0.2.1", "ipv6": "2001:db8::1", "hostname": "example.com", "byte": "aGFuZA==", "duration": "P1D",
    "idn-email": "a.name@example.com", "uri-reference": "/a", "json-pointer": "/a", "regex": "a+", "decimal": "1.5",
}  # fmt: skip
_DEEPEST = 14
_FULLEST = 2  # how deep a full value is full
_MOST = 60
Schema = dict[str, Any]


class Samples:
    """Makes values for the schemas of one document."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._known: dict[tuple[str, bool], list[Any]] = {}
        self._firsts: dict[tuple[str, int, bool], Any] = {}

    def of(self, schema: Schema, *, full: bool = False) -> list[Any]:
        """At most one value that fits; with `full` it has all that it may have."""
        key = (schema.get("$ref", ""), full)
        if key in self._known:
            return self._known[key]
        candidates = islice(self._candidates(schema, 0, full=full), _MOST)
        found = next(([value] for value in candidates if self._oracle.fits(schema, value)), [])
        if key[0]:
            self._known[key] = found
        return found

    def remember(self, schema: Schema, value: Any) -> None:
        """Has a value stand for a schema, one that also fits where the schema is part of a whole."""
        self._known[schema["$ref"], False] = [value]

    def _candidates(self, schema: Schema, depth: int, *, full: bool) -> Iterator[Any]:
        if depth > _DEEPEST:
            return
        for flat in self.flat(schema):
            found = self._of_flat(flat, depth, full=full)
            # by its properties an object is meant, whatever an example is
            yield from filter(_is_object, found) if "properties" in flat and "type" not in flat else found

    def _of_flat(self, flat: Schema, depth: int, *, full: bool) -> Iterator[Any]:
        if flat.get("type") == "null":
            yield None
        for keyword in ("examples", "enum"):
            found = flat.get(keyword)
            known = found if isinstance(found, list) else []
            yield from (self._declared(flat, item) for item in known if item is not None)
        yield from (self._declared(flat, flat[word]) for word in ("const", "example") if flat.get(word) is not None)
        for kind in _kinds(flat):
            yield from getattr(self, f"_{kind}")(flat, depth, full)
        yield from (flat[keyword] for keyword in ("default",) if keyword in flat)  # last, as it is there anyway

    def flat(self, schema: Schema, depth: int = 0) -> Iterator[Schema]:
        """The schema without references and combinations: one for each way through its branches."""
        schema = self._oracle.resolved(schema)
        if depth > _DEEPEST:
            return
        base = {key: value for key, value in schema.items() if key not in ("allOf", "anyOf", "oneOf")}
        ways = [base]
        for part in schema.get("allOf", []):
            ways = [_merged(way, other) for way in ways for other in islice(self.flat(part, depth + 1), 6)][:12]
        for keyword in ("oneOf", "anyOf"):
            if branches := schema.get(keyword):
                others = [other for branch in branches for other in islice(self.flat(branch, depth + 1), 4)]
                ways = [_merged(way, other) for way in ways for other in others][:40]
        yield from ways

    def _declared(self, schema: Schema, value: Any, depth: int = 0) -> Any:
        """An example without the properties that nobody declares: they may be sent, and no model keeps them."""
        ways = list(islice(self.flat(schema), _MOST))
        if len(ways) != 1 or depth > _DEEPEST:
            return _known_to_any(ways, value)
        flat = ways[0]
        if isinstance(value, list):
            return [self._declared(flat.get("items") or {}, item, depth + 1) for item in value]
        known = flat.get("properties")
        if not isinstance(value, dict) or not known:
            return value
        kept = {name: self._declared(known.get(name, {}), item, depth + 1) for name, item in value.items()}
        if "additionalProperties" in flat or "patternProperties" in flat:
            return kept
        return {name: item for name, item in kept.items() if name in known or name in flat.get("required", ())}

    def _string(self, flat: Schema, _depth: int, _full: bool) -> Iterator[str]:  # noqa: FBT001 - one shape for all kinds
        least, most = flat.get("minLength", 0), flat.get("maxLength", 1 << 30)
        if isinstance(flat.get("pattern"), str):
            yield from (matching(flat["pattern"], times) for times in (1, 0, 2, 5, least))
        known = [_FORMATS[key] for key in (flat.get("format"), flat.get("x-format")) if key in _FORMATS]
        yield from known
        if known and "pattern" not in flat:
            return  # what is not of its format may be refused, or not
        yield "word"[: max(1, most)] if most else ""
        yield "w" * max(least, 1)
        yield from _FORMATS.values()
        yield from ("1", "2024", "en", "US", "USD", "+15551234567", "#ffffff", "a-b", "#/a/0", "w:w", "a.b")

    def _integer(self, flat: Schema, _depth: int, _full: bool) -> Iterator[int]:  # noqa: FBT001
        step = flat.get("multipleOf", 1)
        low, high = _least(flat), _most(flat)
        start = 1 if low <= 1 <= high else int(low) if low > 1 else int(high)
        yield from (start, start + 1, start - 1)
        yield from (int(step * (start // step + offset)) for offset in (0, 1, -1) if step)

    def _number(self, flat: Schema, depth: int, full: bool) -> Iterator[float]:  # noqa: FBT001
        low, high = _least(flat), _most(flat)
        if high - low < 1:
            yield (low + high) / 2
        yield from self._integer(flat, depth, full)

    def _boolean(self, *_: Any) -> Iterator[bool]:
        yield True
        yield False

    def _null(self, *_: Any) -> Iterator[None]:
        yield None

    def _array(self, flat: Schema, depth: int, full: bool) -> Iterator[list[Any]]:  # noqa: FBT001
        first = [self._first(item, depth, full=full) for item in flat.get("prefixItems", [])]
        least = max(
            flat.get("minItems", 0), min(2, flat.get("maxItems", 2)) if full else 0
        )  # two show how it is written
        items = list(islice(self._candidates(flat.get("items") or {}, depth + 1, full=full), 8)) or ["word"]
        distinct: list[Any] = [item for index, item in enumerate(items) if item not in items[:index]]
        yield [*first, *distinct[: max(0, least - len(first))]]
        yield [*first, *([items[0]] * max(0, least - len(first)))]
        yield [*first, *(f"word{index}" for index in range(least))]

    def _object(self, flat: Schema, depth: int, full: bool) -> Iterator[dict[str, Any]]:  # noqa: FBT001
        properties = flat.get("properties", {})
        required = [name for name in flat.get("required", []) if isinstance(name, str)]
        made = {name: self._first(properties.get(name, {}), depth, full=False) for name in required}
        if full:
            rest = {
                name: self._first(item, depth, full=depth < _FULLEST)
                for name, item in properties.items()
                if name not in made
            }
            yield {**made, **rest}
        yield made
        if flat.get("minProperties"):
            least = flat["minProperties"]
            names = [*(name for name in properties if name not in made), *(f"word{index}" for index in range(least))]
            below = [properties.get(name) or _other(flat) for name in names]
            added = {name: self._first(item, depth, full=False) for name, item in zip(names, below, strict=True)}
            yield {**made, **dict(list(added.items())[: max(0, least - len(made))])}

    def _first(self, schema: Schema, depth: int, *, full: bool) -> Any:
        """A value that fits if there is one among few, else the first of them."""
        if "$ref" in schema and (known := self._known.get((schema["$ref"], full))):
            return known[0]
        key = (json.dumps(schema, sort_keys=True, default=str), depth, full)
        if key not in self._firsts:  # once at each depth: schemas that hold themselves twice would take powers of two
            tried = list(islice(self._candidates(schema, depth + 1, full=full), 12)) or ["word"]
            self._firsts[key] = next((value for value in tried if self._oracle.fits(schema, value)), tried[0])
        return self._firsts[key]


def matching(pattern: str, times: int) -> str:
    """A text that a pattern may match, its repetitions taken `times` or as often as they must."""
    try:
        return _text(_parser.parse(pattern), times)
    except (re.error, OverflowError):
        return ""


def _text(parsed: Any, times: int) -> str:
    made = ""
    for code, argument in parsed:
        if code is _constants.LITERAL:
            made += chr(argument)
        elif code is _constants.NOT_LITERAL:
            made += "a" if argument != ord("a") else "b"
        elif code is _constants.ANY:
            made += "a"
        elif code is _constants.IN:
            made += _one_of(argument)
        elif code is _constants.BRANCH:
            made += _text(argument[1][0], times)
        elif code is _constants.SUBPATTERN:
            made += _text(argument[3], times)
        elif code in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
            least, most, inner = argument
            made += _text(inner, times) * max(int(least), min(times, int(most)))
    return made


def _one_of(members: Any) -> str:
    fitting = "aA0_-. /:@+1bzZ9#\u00e9"
    accepted = [character for character in fitting if _within(members, ord(character))]
    if accepted:
        return accepted[0]
    return next((chr(value if code is _constants.LITERAL else value[0]) for code, value in members if code in (
        _constants.LITERAL, _constants.RANGE)), "a")  # fmt: skip


def _within(members: Any, point: int) -> bool:
    negated, found = False, False
    for code, value in members:
        if code is _constants.NEGATE:
            negated = True
        elif code is _constants.LITERAL:
            found |= value == point
        elif code is _constants.RANGE:
            found |= value[0] <= point <= value[1]
        elif code is _constants.CATEGORY:
            found |= _of_category(str(value), chr(point))
    return found != negated


def _of_category(category: str, character: str) -> bool:
    kind = category.rpartition("_")[2].lower()
    tests = {
        "digit": character.isdigit(),
        "space": character.isspace(),
        "word": character.isalnum() or character == "_",
    }
    return tests.get(kind, False) != ("NOT" in category)


def _kinds(flat: Schema) -> list[str]:
    kinds = flat.get("type")
    if isinstance(kinds, str):
        return [kinds] if kinds in ("string", "integer", "number", "boolean", "array", "object", "null") else []
    if isinstance(kinds, list):
        return [kind for kind in kinds if kind != "null"] or ["null"]
    if {"properties", "required", "additionalProperties"} & set(flat):
        return ["object"]
    return ["array"] if "items" in flat else ["string", "integer", "object"]


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _known_to_any(ways: list[Schema], value: Any) -> Any:
    """An object without the properties that none of its branches declares."""
    closed = all("properties" in way and not {"additionalProperties", "patternProperties"} & set(way) for way in ways)
    if not ways or not closed or not isinstance(value, dict):
        return value
    known = {name for way in ways for name in (*way["properties"], *way.get("required", ()))}
    return {name: item for name, item in value.items() if name in known}


def _merged(one: Schema, other: Schema) -> Schema:
    made = {**one, **other}
    if "properties" in one and "properties" in other:
        both = {name: {"allOf": [one["properties"][name], schema]} if name in one["properties"] else schema
                for name, schema in other["properties"].items()}  # fmt: skip
        made["properties"] = {**one["properties"], **both}
    if "required" in one and "required" in other:
        made["required"] = list(dict.fromkeys([*one["required"], *other["required"]]))
    if "enum" in one and "enum" in other:
        made["enum"] = [item for item in one["enum"] if item in other["enum"]]
    for keyword in ("minimum", "minLength", "minItems"):
        if keyword in one and keyword in other:
            made[keyword] = max(one[keyword], other[keyword])
    return made


def _least(flat: Schema) -> float:
    return float(max(flat.get("minimum", -1e9), flat.get("exclusiveMinimum", -1e9 - 1) + 1))


def _most(flat: Schema) -> float:
    return float(min(flat.get("maximum", 1e9), flat.get("exclusiveMaximum", 1e9 + 1) - 1))


def _other(flat: Schema) -> Schema:
    below = flat.get("additionalProperties")
    return below if isinstance(below, dict) else {}
