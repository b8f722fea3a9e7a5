"""Rules: what a schema demands beyond what types can say, in the words of JSON Schema.

That items are unique, that a property asks for another, that a value is none of these: such keywords are held against
the JSON of a request as it came, in the place of the model or type that has them.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

Schema = Mapping[str, Any]
_TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (
        (isinstance(value, int) and not isinstance(value, bool))
        or (isinstance(value, float) and value.is_integer())
    ),
}
_CLOSE = 4  # units in the last place of a float
_FINE = Fraction(1, 1000)


class Rules:
    """The keywords of one schema, and of what stands in it."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return self.around(handler(source))

    def around(self, schema: CoreSchema) -> CoreSchema:
        """The validation of a type, these rules first."""
        return core_schema.with_info_before_validator_function(self._check, schema)

    def _check(self, value: Any, info: ValidationInfo) -> Any:
        """Values that Python code made have names and types of their own; the rules are those of JSON."""
        if info.mode == "json":
            message = breach(self.schema, value)
            if message:
                raise ValueError(message)
        return value


def breach(schema: Any, value: Any) -> str | None:
    """What is wrong with a JSON value, if anything is."""
    if isinstance(schema, bool):
        return None if schema else "is not allowed"
    checks = dict.fromkeys(_KEYWORDS[name] for name in schema if name in _KEYWORDS)
    return next((found for check in checks for found in check(schema, value)), None)


def fits(schema: Any, value: Any) -> bool:
    return breach(schema, value) is None


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal: 1 and 1.0 are, 1 and true are not."""
    return bool(_key(one) == _key(other))


def _key(value: Any) -> Any:
    """What equal JSON values have in common, and sets can hold."""
    if isinstance(value, bool):
        return (bool, value)
    if isinstance(value, list):
        return tuple(map(_key, value))
    return frozenset((name, _key(item)) for name, item in value.items()) if isinstance(value, dict) else value


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _type(schema: Schema, value: Any) -> Iterator[str]:
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_TYPES[name](value) for name in names):
        yield f"should be {' or '.join(names)}"


def _values(schema: Schema, value: Any) -> Iterator[str]:
    allowed = [schema["const"]] if "const" in schema else schema["enum"]
    if not any(same(value, item) for item in allowed):
        yield "is none of the values that are allowed"


def _number(schema: Schema, value: Any) -> Iterator[str]:
    if not _TYPES["number"](value):
        return
    low, high = schema.get("minimum", value), schema.get("maximum", value)
    above, below = schema.get("exclusiveMinimum", -math.inf), schema.get("exclusiveMaximum", math.inf)
    if not (low <= value <= high and above < value < below):
        yield "is out of bounds"
    elif "multipleOf" in schema and not _is_multiple(value, schema["multipleOf"]):
        yield f"should be a multiple of {schema['multipleOf']}"


def _is_multiple(value: Any, step: Any) -> bool:
    """Whether a number is a multiple as it is written, in decimals; or the nearest there is, after some arithmetic."""
    if isinstance(value, float) and not math.isfinite(value):
        return False
    given, each = Fraction(repr(value)), Fraction(repr(step))
    times = round(given / each)
    rest, blur = abs(given - times * each), _CLOSE * math.ulp(value) if isinstance(value, float) else 0
    return rest == 0 or bool(times and rest <= blur < each * _FINE)


def _text(schema: Schema, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        return
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield "is too short or too long"
    elif "pattern" in schema and not _compiled(schema["pattern"]).search(value):
        yield f"should match {schema['pattern']}"


def _array(schema: Schema, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        return
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield "has too few or too many items"
    if schema.get("uniqueItems") and len(set(map(_key, value))) < len(value):
        yield "should have unique items"
    first = schema.get("prefixItems", ())
    rules = [*first[: len(value)], *[schema.get("items", True)] * (len(value) - len(first))]
    for index, (rule, item) in enumerate(zip(rules, value, strict=True)):
        yield from _below(rule, item, index)
    if "contains" in schema:
        count = sum(fits(schema["contains"], item) for item in value)
        if not schema.get("minContains", 1) <= count <= schema.get("maxContains", count):
            yield "has too few or too many of the items that it should contain"


def _object(schema: Schema, value: Any) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    if not schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", len(value)):
        yield "has too few or too many properties"
    for name in schema.get("required", ()):
        if name not in value:
            yield f"should have the property {name}"
    for name in value:
        if not fits(schema.get("propertyNames", True), name):
            yield f"should not have a property called {name}"


def _dependents(schema: Schema, value: Any) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    for name, needed in schema.get("dependentRequired", {}).items():
        if name in value and not set(needed) <= value.keys():
            yield f"should have {', '.join(needed)} beside {name}"
    for name, rule in schema.get("dependentSchemas", {}).items():
        found = breach(rule, value) if name in value else None
        if found:
            yield found


def _members(schema: Schema, value: Any) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    properties, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for name, item in value.items():
        rules = [properties[name]] if name in properties else []
        rules += [rule for pattern, rule in patterns.items() if _compiled(pattern).search(name)]
        for rule in rules or [schema.get("additionalProperties", True)]:
            yield from _below(rule, item, name)


def _below(rule: Any, value: Any, token: int | str) -> Iterator[str]:
    found = breach(rule, value)
    if found:
        yield f"{token}: {found}"


def _all(schema: Schema, value: Any) -> Iterator[str]:
    yield from (found for rule in schema["allOf"] if (found := breach(rule, value)))


def _any(schema: Schema, value: Any) -> Iterator[str]:
    if not any(fits(rule, value) for rule in schema["anyOf"]):
        yield "fits none of the schemas that it may"


def _one(schema: Schema, value: Any) -> Iterator[str]:
    if sum(fits(rule, value) for rule in schema["oneOf"]) != 1:
        yield "should fit exactly one of several schemas"


def _not(schema: Schema, value: Any) -> Iterator[str]:
    if fits(schema["not"], value):
        yield "fits a schema that it should not"


def _if(schema: Schema, value: Any) -> Iterator[str]:
    found = breach(schema.get("then" if fits(schema["if"], value) else "else", True), value)
    if found:
        yield found


_KEYWORDS: dict[str, Callable[[Schema, Any], Iterator[str]]] = {
    "type": _type, "enum": _values, "const": _values, "allOf": _all, "anyOf": _any, "oneOf": _one, "not": _not,
    "if": _if,
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), _number),
    **dict.fromkeys(("minLength", "maxLength", "pattern"), _text),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems", "prefixItems", "items", "contains"), _array),
    **dict.fromkeys(("minProperties", "maxProperties", "required", "propertyNames"), _object),
    **dict.fromkeys(("dependentRequired", "dependentSchemas"), _dependents),
    **dict.fromkeys(("properties", "patternProperties", "additionalProperties"), _members),
}  # fmt: skip
EVALUATED = frozenset(_KEYWORDS) | {"then", "else", "minContains", "maxContains"}
"""The keywords that are held against values."""
