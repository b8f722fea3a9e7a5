"""Enumerations that are written in other ways than as one list of values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handfast import names
from handfast.support.rules import fits

NAMES = "x-enum-varnames"
"""What the values are called, in their order; many tools read it."""

_CHOICES = ("oneOf", "anyOf")
_SCALARS = {"string": str, "integer": int}
_OF_A_VALUE = {"const", "title", "description", "type", "deprecated"}


def of_values(schema: dict[str, Any], resolved: Callable[[Any], Any]) -> dict[str, Any]:
    """Values as one list that says all of them, however they are written."""
    return narrowed(without_null(enumerated(schema)), resolved)


def enumerated(schema: dict[str, Any]) -> dict[str, Any]:
    """`{type, oneOf: [{const, title}, …]}` as `{type, enum}`, its values called by their titles."""
    key = next((key for key in _CHOICES if schema.get(key)), "")
    kind = _SCALARS.get(schema["type"]) if isinstance(schema.get("type"), str) else None
    branches = schema.get(key, [])
    if kind is None or "enum" in schema or not branches or not all(_is_value(item, kind) for item in branches):
        return schema
    made = {name: item for name, item in schema.items() if name != key}
    made["enum"] = list(dict.fromkeys(item["const"] for item in branches))
    titles = [names.snake(str(title)) if (title := item.get("title")) else "" for item in branches]
    if all(titles) and len(set(titles)) == len(made["enum"]) == len(branches):
        made[NAMES] = titles
    return made


def narrowed(schema: dict[str, Any], resolved: Callable[[Any], Any]) -> dict[str, Any]:
    """Values that are some of another enumeration's, without the reference to that."""
    values = [schema["const"]] if "const" in schema else schema.get("enum", [])
    if schema.get("type") not in list(_SCALARS) or not values or not schema.get("allOf"):
        return schema
    for part in schema["allOf"]:
        target = resolved(part)
        wide = enumerated(target) if isinstance(target, dict) else {}
        if not set(wide) <= {"enum", "type", "title", "description", "format", NAMES} or "enum" not in wide:
            return schema
        if not all(value in wide["enum"] for value in values):
            return schema
    return {name: item for name, item in schema.items() if name != "allOf"}


def referred(schema: dict[str, Any]) -> dict[str, Any]:
    """A reference beside which its type is said once more, without that."""
    beside = set(schema) - {"type", "allOf", "title", "description", "default"}
    parts = schema.get("allOf") or []
    if beside or len(parts) != 1 or "$ref" not in parts[0] or schema.get("type") not in list(_SCALARS):
        return schema
    return {name: item for name, item in schema.items() if name != "type"}


def without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A type of values or null whose enumeration has no null, which is no value of it then."""
    types = schema.get("type")
    if not isinstance(types, list) or "null" not in types or None in schema.get("enum", [None]):
        return schema
    kept = [name for name in types if name != "null"]
    return {**schema, "type": kept[0] if len(kept) == 1 else kept} if kept else schema


def has_stray_null(schema: dict[str, Any]) -> bool:
    """Whether null is among the values of a type that has no null."""
    values = schema.get("enum") or []
    typed = "type" in schema and "null" not in schema["type"] and schema.get("nullable") is not True
    return typed and None in values and any(value is not None for value in values)


def without_stray_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The same without it, and without what it is called."""
    values, called = schema["enum"], schema.get(NAMES)
    made = {**schema, "enum": [value for value in values if value is not None]}
    if isinstance(called, list) and len(called) == len(values):
        made[NAMES] = [name for name, value in zip(called, values, strict=True) if value is not None]
    return made


def fitting(schema: dict[str, Any]) -> dict[str, Any]:
    """An enumeration without the values that its type refuses, unless it refuses all; of all that there are, none."""
    types, values = schema.get("type"), schema.get("enum")
    if types is None or not values:
        return schema
    given = {*([types] if isinstance(types, str) else types), *(["null"] if schema.get("nullable") is True else [])}
    kept = [value for value in values if fits({"type": [*given]}, value)]
    if given == {"boolean"} and {*map(repr, kept)} == {"True", "False"}:
        return {key: item for key, item in schema.items() if key not in ("enum", NAMES)}
    if not kept or len(kept) == len(values):
        return schema
    return {key: item for key, item in schema.items() if key != NAMES} | {"enum": kept}


def _is_value(schema: Any, kind: type) -> bool:
    return isinstance(schema, dict) and set(schema) <= _OF_A_VALUE and type(schema.get("const")) is kind
