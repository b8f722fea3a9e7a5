"""Flattening: a schema with all that it is made of, as one without branches, for each choice that there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from handfast.examples.numbers import common_step
from handfast.examples.schemas import ORIGIN, Schemas
from handfast.examples.unfit import Endless, Unfit

Flat = dict[str, Any]
_CHOICES = ("anyOf", "oneOf")
_BRANCHING = ("$ref", "allOf", *_CHOICES, "if", "then", "else")
_NOT_MERGED = ("example", "examples", "default", "description", "title", ORIGIN)
_HIGHEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_LOWEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_MOST = 64
_DEEPEST = 40


@dataclass(frozen=True)
class Flattening:
    schemas: Schemas

    def of(self, schema: Any, turn: int = 0) -> Iterator[Flat]:
        """The flat schemas that a schema stands for; `turn` says with which of its branches to begin."""
        return islice(self._flats(schema, turn, ()), _MOST)

    def _flats(self, schema: Any, turn: int, within: tuple[str, ...]) -> Iterator[Flat]:
        if isinstance(schema, bool) or not isinstance(schema, dict):
            if schema is False:
                raise Unfit("`false` allows nothing")
            yield {}
            return
        if len(within) > _DEEPEST:
            raise Endless("is nested too deeply")
        own = {key: value for key, value in schema.items() if key not in _BRANCHING and key not in _NOT_MERGED}
        for parts in islice(product(*self._groups(schema, turn)), _MOST):
            yield from self._merged(own, parts, turn, within)

    def _groups(self, schema: dict[str, Any], turn: int) -> Iterator[list[Any]]:
        """What has to be added: one of each list."""
        if "$ref" in schema:
            yield [schema["$ref"]]
        for part in schema.get("allOf", ()):
            yield [part]
        for key in _CHOICES:
            branches = schema.get(key)
            if branches:
                ordered = sorted(branches, key=_is_nothing)
                first = turn % len(ordered)
                yield [self._told(schema, branch) for branch in (*ordered[first:], *ordered[:first])]
        if "if" in schema:
            holds = {"allOf": [schema["if"], schema.get("then", True)]}
            yield [schema.get("else", True), holds] if "else" in schema else [holds, True]

    def _told(self, schema: dict[str, Any], branch: Any) -> Any:
        """A branch with the value that tells it from the others."""
        told = schema.get("discriminator")
        if not (isinstance(told, dict) and isinstance(branch, dict) and "$ref" in branch):
            return branch
        name, value = told.get("propertyName"), name_for(told, branch["$ref"])
        return {"allOf": [branch, {"properties": {name: {"const": value}}, "required": [name]}]} if name else branch

    def _merged(self, own: Flat, parts: tuple[Any, ...], turn: int, within: tuple[str, ...]) -> Iterator[Flat]:
        """Every way to put the parts together; a way that contradicts itself is none."""
        ways: list[list[Flat]] = []
        for part in parts:
            inside = within
            schema = part
            if isinstance(part, str):
                if within.count(part):
                    raise Endless(f"{_name(part)} is part of itself")
                schema, inside = self.schemas.target(part), (*within, part)
            ways.append(list(islice(self._flats(schema, turn, (*inside, "")[: len(inside) + 1]), _MOST)))
        for chosen in islice(product(*ways), _MOST):
            flat: Flat | None = dict(own)
            for other in chosen:
                flat = merged(flat, other) if flat is not None else None
            if flat is not None:
                yield flat


def name_for(discriminator: dict[str, Any], reference: str) -> str:
    """What the property of a discriminator holds for a schema."""
    mapping = discriminator.get("mapping")
    for value, target in mapping.items() if isinstance(mapping, dict) else ():
        if isinstance(target, str) and (target == _name(target) or "#" in target) and _name(target) == _name(reference):
            return str(value)
    return _name(reference)


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _is_nothing(branch: Any) -> bool:
    return isinstance(branch, dict) and branch.get("type") in ("null", ["null"])


def merged(one: Flat, other: Flat) -> Flat | None:
    """What fits both, or None where nothing does."""
    made = dict(one)
    for key, value in other.items():
        if key not in made or made[key] == value:
            made[key] = value
        elif not _put(made, key, value):
            return None
    return made


def _put(made: Flat, key: str, value: Any) -> bool:  # noqa: C901 - one line for each keyword
    known = made[key]
    if key == "type":
        made[key] = _types(known, value)
        return bool(made[key])
    if key == "enum":
        made[key] = [item for item in known if item in value]
        return bool(made[key])
    if key == "const":
        return False
    if key == "required":
        made[key] = [*known, *(name for name in value if name not in known)]
    elif key in ("properties", "patternProperties", "$defs"):
        made[key] = {
            **known,
            **{name: both(known[name], item) if name in known else item for name, item in value.items()},
        }
    elif key in _HIGHEST:
        made[key] = max(known, value)
    elif key in _LOWEST:
        made[key] = min(known, value)
    elif key in ("items", "additionalProperties", "propertyNames", "contains"):
        made[key] = both(known, value)
    elif key == "multipleOf":
        made[key] = common_step(known, value)
    elif key == "uniqueItems":
        made[key] = known or value
    return True  # of the others the first counts; what is made is judged by the whole schema


def both(one: Any, other: Any) -> Any:
    """The schema of what fits two."""
    if one is False or other is False:
        return False
    if one == other or other in (True, {}):
        return one
    return other if one in (True, {}) else {"allOf": [one, other]}


def _types(one: Any, other: Any) -> list[str]:
    ours, theirs = ([item] if isinstance(item, str) else list(item) for item in (one, other))
    found = [name for name in ours if name in theirs]
    for name, wider in (("integer", "number"),):
        found += [
            name
            for mine, yours in ((ours, theirs), (theirs, ours))
            if name in mine and wider in yours and name not in found
        ]
    return found
