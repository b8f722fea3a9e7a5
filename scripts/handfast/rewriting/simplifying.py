"""Single schemas, made simpler: what stands for one that has a type of its own, and what is left of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from handfast.spec.formats import WIDTHS

_OF_TYPE = {
    "string": {"minLength", "maxLength", "pattern"},
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
    "array": {"minItems", "maxItems", "uniqueItems", "items", "prefixItems", "contains"},
    "object": {"minProperties", "maxProperties", "properties", "required", "additionalProperties", "patternProperties"},
}
_WORDS = {
    "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "externalDocs",
    "xml", "$comment",
}  # fmt: skip
# Formats of texts that no type holds, a little wider than RFC 3339 and RFC 6901 have them.
_PATTERNS = {
    "duration": r"^P([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+([.][0-9]+)?S)?)?)$",
    "time": r"^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?([zZ]|[+-][0-9]{2}:[0-9]{2})?$",
    "json-pointer": r"^(/([^~/]|~[01])*)*$",
}
BESIDE_A_FORMAT = ("description", "default", "readOnly", "writeOnly")


def is_of(schema: dict[str, Any], kind: str) -> bool:
    """Whether a schema is of a type, or null."""
    types = schema.get("type")
    return types == kind or (isinstance(types, list) and set(types) in ({kind}, {kind, "null"}))


def has_fine_steps(schema: dict[str, Any]) -> bool:
    """Whether numbers are multiples of what floats only come near to: Pydantic would take what is near, too."""
    given = schema.get("type", ())
    whole = "number" not in ([given] if isinstance(given, str) else given)
    steps = schema.get("multipleOf")
    return steps is not None and not (whole and (isinstance(steps, int) or steps.is_integer()))


def typed(schema: dict[str, Any], path: str) -> dict[str, Any]:
    """What stands for a schema that has a named type."""
    kept: dict[str, Any] = {key: schema[key] for key in BESIDE_A_FORMAT if key in schema}
    types = schema.get("type")
    nullable = schema.get("nullable") is True or (isinstance(types, list) and "null" in types)
    own = {"customTypePath": path}
    return {**kept, "anyOf": [own, {"type": "null"}]} if nullable else {**kept, **own}


def spelled_out(schema: dict[str, Any]) -> dict[str, Any]:
    """A text of a format that no type holds as one of the pattern that it has, if the authors' own examples have it."""
    pattern = _PATTERNS.get(str(schema.get("format")))
    if pattern is None or not is_of(schema, "string") or schema.keys() & {"pattern", "enum", "const"}:
        return schema
    shown = [value for value in _values(schema) if isinstance(value, str)]
    return {**schema, "pattern": pattern} if all(re.search(pattern, value) for value in shown) else schema


def of_its_type(schema: dict[str, Any]) -> dict[str, Any]:
    """Without bounds of values that it does not take: the length of a number, the least of a text, steps of nothing."""
    if schema.get("multipleOf", 1) <= 0:
        schema = {key: item for key, item in schema.items() if key != "multipleOf"}
    types = schema.get("type")
    if not isinstance(types, str | list):
        return schema
    kinds = {"number" if kind == "integer" else kind for kind in ([types] if isinstance(types, str) else types)}
    others = {key for kind, keys in _OF_TYPE.items() if kind not in kinds for key in keys}
    return {key: item for key, item in schema.items() if key not in others} if others & schema.keys() else schema


def of_parts(schema: dict[str, Any]) -> dict[str, Any]:
    """With parts that can be looked into: `true` asks for nothing, and `false` for what nothing is."""
    said: dict[bool, Any] = {True: {}, False: {"not": {}}}
    parts = [said[part] if isinstance(part, bool) else part for part in schema.get("allOf", ())]
    return {**schema, "allOf": parts} if parts else schema


def told_once(schema: dict[str, Any]) -> dict[str, Any]:
    """`allOf: [A, {description}]` as `{allOf: [A], description}`: a part that demands nothing is told of the whole."""
    parts = schema.get("allOf", [])
    words = [part for part in parts if isinstance(part, dict) and all(_is_word(key) for key in part)]
    if not words:
        return schema
    others = [part for part in parts if part not in words]
    kept = {key: item for key, item in schema.items() if key != "allOf"}
    told = {key: item for part in reversed(words) for key, item in part.items()}
    return {**told, **kept, **({"allOf": others} if others else {})}


def _is_word(key: str) -> bool:
    return key in _WORDS or key.startswith("x-")


def only_part(schema: dict[str, Any]) -> Any:
    """The one schema that an `allOf` adds nothing to but words; None for any other."""
    parts: list[Any] = schema.get("allOf") or []
    beside = [key for key in schema if key not in ("allOf", "nullable", "type") and not _is_word(key)]
    return parts[0] if len(parts) == 1 and not beside else None


def of_objects(schema: dict[str, Any]) -> dict[str, Any]:
    """What says nothing but of which kind its properties are is an object."""
    only = [key for key in schema if not _is_word(key)] == ["additionalProperties"]
    return {**schema, "type": "object"} if only and isinstance(schema["additionalProperties"], dict) else schema


def of_arrays(schema: dict[str, Any]) -> dict[str, Any]:
    """What is said of items beside a choice is said of the arrays in it: the model generator sees the items alone."""
    said = {key: schema[key] for key in sorted(_OF_TYPE["array"] & schema.keys())}
    kept = {key: item for key, item in schema.items() if key not in said}
    choices = {key: list(map(_is_array, schema[key])) for key in ("oneOf", "anyOf") if schema.get(key)}
    if "type" in schema or not said or not any(map(any, choices.values())):
        return schema
    for key, arrays in choices.items():
        branches = zip(schema[key], arrays, strict=True)
        kept[key] = [{**said, **{name: value for name, value in item.items() if value != {}}} if own else item
                     for item, own in branches]  # fmt: skip
    return kept


def _is_array(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "array"


def bare(schema: Any) -> Any:
    """What a schema demands, without its words."""
    if not isinstance(schema, dict):
        return schema
    return {key: item for key, item in schema.items() if key not in ("description", "title", "example", "examples")}


def no_field(schema: dict[str, Any]) -> dict[str, Any]:
    """Without what only fields of classes have."""
    return {key: item for key, item in schema.items() if key not in ("default", "deprecated")}


def opened(schema: dict[str, Any]) -> dict[str, Any]:
    """Names by pattern are held by rules; here, any name has a value of any of their kinds."""
    patterns, others = schema["patternProperties"], schema.get("additionalProperties", True)
    kept = {key: item for key, item in schema.items() if key not in ("patternProperties", "additionalProperties")}
    if schema.get("properties"):
        return kept
    values = [*patterns.values(), *([others] if others is not False else [])]
    wide = not values or any(item is True or item == {} for item in values)
    known = [item for index, item in enumerate(values) if item not in values[:index]]
    value: Any = {} if wide else known[0] if len(known) == 1 else {"anyOf": known}
    return {**kept, "type": kept.get("type", "object"), "additionalProperties": value}


def with_any_item(schema: dict[str, Any]) -> dict[str, Any]:
    """A list whose first items are others than the rest as one of any of them: which is where is held by rules."""
    first, rest = schema.get("prefixItems"), schema.get("items")
    if not first or not isinstance(rest, dict):
        return schema
    items = [item for index, item in enumerate((*first, rest)) if item not in (*first, rest)[:index]]
    kept = {key: item for key, item in schema.items() if key != "prefixItems"}
    return {**kept, "items": {"anyOf": items} if len(items) > 1 else rest}


def without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """An object or null as a choice of both: the model generator forgets the values of one that has two types."""
    kept: dict[str, Any] = {key: schema[key] for key in ("description", "title") if key in schema}
    types = [item for item in schema["type"] if item != "null"]
    own = {key: item for key, item in schema.items() if key not in kept}
    return {**kept, "anyOf": [{**own, "type": types[0] if len(types) == 1 else types}, {"type": "null"}]}


def widened(schema: Any, holder: dict[str, Any], warn: Callable[[str], None]) -> Any:
    """A whole number without its width, where an example or default of its holder is beyond that.

    Times in milliseconds are often said to be `int32`: what the authors show has to be taken.
    """
    if not isinstance(schema, dict) or schema.get("format") is None:
        return schema
    bits = WIDTHS.get(str(schema["format"]).capitalize())
    most = 1 << (bits or 0)
    beyond = [value for value in _values(holder) if type(value) is int and not -most <= value < most]
    if bits is None or not beyond:
        return schema
    warn(f"{beyond[0]} is no {schema['format']}; whole numbers of any size are taken")
    return {key: item for key, item in schema.items() if key != "format"}


def _values(holder: dict[str, Any]) -> Iterator[Any]:
    yield from (holder[key] for key in ("example", "default") if key in holder)
    examples = holder.get("examples")
    if isinstance(examples, list):
        yield from examples
    elif isinstance(examples, dict):
        yield from (item.get("value") for item in examples.values() if isinstance(item, dict))
