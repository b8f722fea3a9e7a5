"""Synthesis: from a schema to a value that fits it, the same one every time.

What the authors gave comes first: an example, a default, a value that it always has. What they did not give is made up,
plain to read. What is made up is judged by the whole schema; where that fails, the next of its branches is tried.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from handfast.examples import texts
from handfast.examples.flattening import Flat, Flattening
from handfast.examples.numbers import number
from handfast.examples.schemas import ORIGIN, Schemas
from handfast.examples.telling_apart import told_apart
from handfast.examples.unfit import Endless, Unfit

Note = Callable[[str, str], None]
"""Told of an example that breaks its own schema: where it stands, and why."""

_INFERRED = {
    "object": ("properties", "required", "additionalProperties", "patternProperties", "minProperties", "propertyNames"),
    "array": ("items", "prefixItems", "minItems", "uniqueItems", "contains"),
    "string": ("pattern", "minLength", "maxLength", "format", "contentSchema"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}
_TEXTUAL = ("format", "pattern", "minLength", "maxLength")
# What is not sure to be held by how a value is made.
_JUDGED = {
    "$ref", "allOf", "anyOf", "oneOf", "enum", "const", "not", "if", "contains", "maxContains", "patternProperties",
    "propertyNames", "dependentRequired", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems",
    "additionalItems", "minProperties", "maxProperties",
}  # fmt: skip
_LARGE = 300
_DEEP = 6
_DEEPEST = 24
_UNBOUNDED = 10**6
_MOST_TRIED = 16


@dataclass(frozen=True, slots=True)
class Which:
    """Which of the values that fit: the nth, called by a word, with no more in it than there must be if `lean`."""

    word: str = ""
    nth: int = 0
    lean: bool = False


FIRST = Which()


class Synthesis:
    """Makes values for the schemas of one document."""

    def __init__(self, schemas: Schemas, note: Note) -> None:
        self.schemas = schemas
        self._note = note
        self._flattening = Flattening(schemas)
        self._known: dict[tuple[str, int, bool], Any] = {}
        self._open: list[str] = []
        self._depth = 0

    def value(self, schema: Any, which: Which = FIRST) -> Any:
        """A value that fits. Raises Unfit where none is found."""
        if not isinstance(schema, dict):
            if schema is False:
                raise Unfit("`false` allows nothing")
            return {}
        if set(schema) - {"description", "title", ORIGIN} == {"$ref"}:
            return self._referred(schema["$ref"], which)
        self._depth += 1
        try:
            if self._depth > _DEEPEST:
                raise Endless("is nested too deeply")
            return self._found(schema, replace(which, lean=which.lean or self._depth > _DEEP))
        finally:
            self._depth -= 1

    def _referred(self, reference: str, which: Which) -> Any:
        """The value of a schema that has a name is made once."""
        key = (reference, which.nth, which.lean)
        if key in self._known:
            return self._known[key]
        if reference in self._open:
            raise Endless(f"{reference.rpartition('/')[2]} holds itself")
        self._open.append(reference)
        try:
            made = self.value(self.schemas.target(reference), which)
        finally:
            self._open.pop()
        self._known[key] = made
        return made

    def _found(self, schema: dict[str, Any], which: Which) -> Any:
        given = list(self._given(schema))
        if which.nth < len(given):
            return given[which.nth]
        reasons: list[Unfit] = []
        tried: list[Any] = []
        for made in chain(self._made_up(schema, which, reasons), self._told_apart(schema, tried)):
            if made not in given and (not schema.keys() & _JUDGED or self.schemas.fits(schema, made)):
                return made
            tried.append(made)
        endless = (reason for reason in reasons if isinstance(reason, Endless))
        raise next(endless, None) or next(iter(reasons), None) or Unfit("nothing was found that fits all of it")

    def _told_apart(self, schema: dict[str, Any], tried: list[Any]) -> Iterator[Any]:
        """Where what was tried fits several branches and may fit one: values that do."""
        for made in tried[:_MOST_TRIED] if "oneOf" in schema else ():
            yield from told_apart(self.schemas, schema, made)

    def _given(self, schema: dict[str, Any]) -> Iterator[Any]:
        """What the authors say that it is, for instance or by default."""
        for at, value in _offered(schema):
            why = self.schemas.misfit(schema, value)
            if why is None:
                yield value
            else:
                word = at.partition("/")[0].removesuffix("s")
                self._note(f"{schema[ORIGIN]}/{at}", f"the {word} breaks its own schema and is passed over: {why}")

    def _made_up(self, schema: dict[str, Any], which: Which, reasons: list[Unfit]) -> Iterator[Any]:
        for way in dict.fromkeys((which, replace(which, lean=True))):
            try:
                for flat in self._flattening.of(schema, which.nth):
                    try:
                        yield from self._of(flat, way)
                    except Unfit as reason:
                        reasons.append(reason)
            except Unfit as reason:
                reasons.append(reason)

    def _of(self, flat: Flat, which: Which) -> Iterator[Any]:
        if "const" in flat:
            yield flat["const"]
        elif flat.get("enum"):
            liked = [item for item in flat["enum"] if item is not None] or flat["enum"]
            first = which.nth % len(liked)
            yield from (*liked[first:], *liked[:first])
        else:
            for kind in _types_of(flat):
                yield from self._of_type(kind, flat, which)

    def _of_type(self, kind: str, flat: Flat, which: Which) -> Iterator[Any]:
        match kind:
            case "object":
                yield self._object(flat, which)
            case "array":
                yield self._array(flat, which)
            case "string":
                yield self._text(flat, which)
            case "integer" | "number":
                yield number(flat, which.nth, whole=kind == "integer")
            case "boolean":
                yield which.nth % 2 == 0
            case "null":
                yield None
            case _:
                yield from ({}, which.word or "text", 1)  # of which one may be what nothing else allows

    def _text(self, flat: Flat, which: Which) -> str:
        if "contentSchema" in flat:
            return json.dumps(self.value(flat["contentSchema"], which))
        rules = {key: flat[key] for key in _TEXTUAL if key in flat}
        for text in texts.candidates(flat, which.word, which.nth):
            if not rules or self.schemas.fits_rules(rules, text):
                return text
        raise Unfit(f"no text was found that fits {', '.join(f'{key} {value!r}' for key, value in rules.items())}")

    def _object(self, flat: Flat, which: Which) -> dict[str, Any]:
        made: dict[str, Any] = {}
        properties, required = flat.get("properties", {}), dict.fromkeys(flat.get("required", ()))
        most, size = flat.get("maxProperties", _UNBOUNDED), 0
        for name in (*required, *(name for name in properties if name not in required)):
            must = name in required
            if not must and (which.lean or len(made) >= most or size > _LARGE):
                continue
            try:
                made[name] = self.value(_property(flat, name), replace(which, word=name))
                size += _size(made[name])
            except Unfit as reason:
                if must:
                    raise type(reason)(f"{name}: {reason}") from None
        self._fill(made, flat, which)
        return {name: made[name] for name in (*properties, *made) if name in made}

    def _fill(self, made: dict[str, Any], flat: Flat, which: Which) -> None:
        """More properties, where there have to be some; one, where nothing is said but what they are."""
        must = flat.get("minProperties", 0)
        free = not which.lean and not flat.get("properties") and flat.get("maxProperties", 1)
        least = max(must, 1) if free else must
        for name, schema in self._others(flat):
            if len(made) >= least:
                return
            if name not in made:
                try:
                    made[name] = self.value(schema, Which(name, which.nth, lean=True))
                except Unfit:
                    if must:
                        raise
                    return

    def _others(self, flat: Flat) -> Iterator[tuple[str, Any]]:
        """Names that a further property may have, with its schema."""
        yield from ((name, schema) for name, schema in flat.get("properties", {}).items() if schema is not False)
        for pattern, schema in flat.get("patternProperties", {}).items():
            yield from ((name, schema) for name in texts.candidates({"pattern": pattern}, "", 0))
        others, names = flat.get("additionalProperties", True), flat.get("propertyNames")
        if others is not False:
            rules = {"type": "string", **(names if isinstance(names, dict) else {})}
            for index in range(flat.get("minProperties", 0) + 1):
                yield str(self.value(rules, Which("key", index))), others

    def _array(self, flat: Flat, which: Which) -> list[Any]:
        first, items = flat.get("prefixItems", []), flat.get("items", True)
        contained = int(flat.get("minContains", 1)) if "contains" in flat else 0
        least, most = max(int(flat.get("minItems", 0)), contained), int(flat.get("maxItems", _UNBOUNDED))
        wanted = min(least if which.lean else max(least, 1, len(first)), most)
        which = replace(which, word=which.word.removesuffix("s"))
        made: list[Any] = []
        for index in range(wanted):
            schema = first[index] if index < len(first) else items
            if index < contained:
                schema = {"allOf": [schema, flat["contains"]]}
            try:
                made.append(
                    self._another(schema, which, made) if flat.get("uniqueItems") else self.value(schema, which)
                )
            except Unfit:
                if len(made) < least:
                    raise
                break
        return made

    def _another(self, schema: Any, which: Which, made: list[Any]) -> Any:
        """An item that is not there yet."""
        for turn in range(len(made) * 2 + 2):
            item = self.value(schema, replace(which, nth=which.nth + turn))
            if item not in made:
                return item
        raise Unfit("there are not so many different items")


def _offered(schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if "example" in schema:
        yield "example", schema["example"]
    examples = schema.get("examples")
    for index, item in enumerate(examples if isinstance(examples, list) else ()):
        yield f"examples/{index}", item
    if schema.get("default") is not None:
        yield "default", schema["default"]


def _property(flat: Flat, name: str) -> Any:
    others = flat.get("additionalProperties", True)
    return flat.get("properties", {}).get(name, {} if isinstance(others, bool) else others)


def _types_of(flat: Flat) -> list[str]:
    given = flat.get("type")
    types = [given] if isinstance(given, str) else list(given or ())
    if types:
        return sorted(types, key=lambda name: name == "null")
    return [kind for kind, keys in _INFERRED.items() if any(key in flat for key in keys)] or [""]


def _size(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(_size, value.values()))
    return 1 + sum(map(_size, value)) if isinstance(value, list) else 1
