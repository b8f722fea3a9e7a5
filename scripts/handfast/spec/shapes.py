"""What a schema amounts to: the members of an object, and the branches of a choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from handfast.spec.document import Document

_CHOICES = ("oneOf", "anyOf")
_HIGHEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_LOWEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_EXCLUSIVE = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
_DEEPEST = 50  # schemas may hold themselves


@dataclass(frozen=True, slots=True)
class Shape:
    """The properties of an object and of all that it is made of, the last word on each; which are required."""

    properties: dict[str, Any] = field(default_factory=dict)
    required: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Branch:
    """One of the schemas that a value may fit, and its reference if it has a name."""

    schema: Any
    reference: str | None = None
    several: bool = False


def shape(document: Document, schema: Any) -> Shape:
    """The shape of an object, those of its `allOf` included."""
    return _shape(document, schema, {}, 0)


def _shape(document: Document, schema: Any, known: dict[str, Shape], depth: int) -> Shape:
    """Of what a reference leads to once: parts may hold each other, and many may have one of their own."""
    reference = schema.get("$ref") if isinstance(schema, dict) else None
    if reference in known:
        return known[reference]
    node = document.resolve(schema)
    if not isinstance(node, dict) or depth > _DEEPEST:
        return Shape()
    if isinstance(reference, str):
        known[reference] = Shape()
    properties: dict[str, Any] = {}
    required = set(node.get("required", ()))
    for part in node.get("allOf", ()):
        found = _shape(document, part, known, depth + 1)
        required |= found.required
        for name, member in found.properties.items():
            properties[name] = _narrowed(document, properties.get(name), member)
    for name, member in node.get("properties", {}).items():
        properties[name] = _narrowed(document, properties.get(name), member)
    made = Shape(properties, frozenset(required))
    if isinstance(reference, str):
        known[reference] = made
    return made


def branches(document: Document, schema: Any) -> list[Branch]:
    """The alternatives of a schema, those of its alternatives included; the schema alone if it has none."""
    return list(_branches(document, schema, 0))


def is_choice(document: Document, schema: Any) -> bool:
    node = document.resolve(schema)
    return isinstance(node, dict) and any(key in node for key in _CHOICES)


def _branches(document: Document, schema: Any, depth: int) -> Iterator[Branch]:
    node = document.resolve(schema)
    choices = [item for key in _CHOICES for item in node.get(key, ())] if isinstance(node, dict) else []
    if not choices or depth > _DEEPEST:
        reference = schema.get("$ref") if isinstance(schema, dict) else None
        yield Branch(schema, reference, several=depth > 0)
        return
    common = {key: value for key, value in node.items() if key in ("properties", "required", "allOf")}
    for item in choices:
        if document.resolve(item).get("type") == "null":
            continue
        for branch in _branches(document, item, depth + 1):
            yield Branch(_both(document, common, branch.schema), branch.reference, several=True) if common else branch


def _both(document: Document, common: dict[str, Any], schema: Any) -> dict[str, Any]:
    words = {key: value for key, value in document.resolve(schema).items() if key in ("title", "description")}
    return {**words, "allOf": [common, schema]}


def _narrowed(document: Document, old: Any, new: Any) -> Any:
    """A member that is declared again says more of what it is, rarely something else."""
    if not isinstance(old, dict) or not isinstance(new, dict) or "$ref" in new:
        return new
    known = document.resolve(old)
    made = {**known, **new}
    for keys, nearer in ((_HIGHEST, max), (_LOWEST, min)):
        made |= {key: nearer(known[key], new[key]) for key in keys if _is_number(known.get(key), new.get(key))}
    made = _with_exclusive(made, known, new)
    if isinstance(known.get("enum"), list) and isinstance(new.get("enum"), list):
        made["enum"] = [value for value in new["enum"] if value in known["enum"]] or new["enum"]
    if "type" in known and "type" in new:
        return _of_both(made, known, new)
    if made.get("nullable") is True and any("type" in one and not one.get("nullable") for one in (known, new)):
        del made["nullable"]  # one of them has a type without null
    return made


def _with_exclusive(made: dict[str, Any], *parts: dict[str, Any]) -> dict[str, Any]:
    """Whether a bound is no value itself, as OpenAPI 3.0 has it, is for the parts to say whose bound it is."""
    for key, bound in _EXCLUSIVE.items():
        if key in made and all(isinstance(part.get(key, False), bool) for part in parts):
            meant = any(part.get(key) and bound in part and part[bound] == made[bound] for part in parts)
            made = {name: item for name, item in made.items() if name != key} | ({key: True} if meant else {})
    return made


def _is_number(*values: Any) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _of_both(made: dict[str, Any], known: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """A member of the types that two declarations of it have in common; of those of the second if there are none."""
    ours, theirs = _types(known), _types(new)
    found = [name for name in theirs if name in ours or (name == "integer" and "number" in ours)]
    found += ["integer"] if "integer" in ours and "number" in theirs and "integer" not in found else []
    kinds = [name for name in found if name != "null"]
    if not kinds:
        return made
    older = any("nullable" in one for one in (known, new))
    made = {key: item for key, item in made.items() if key != "nullable"}
    if "null" not in found or older:
        nullable = {"nullable": True} if "null" in found else {}
        return {**made, "type": kinds[0] if len(kinds) == 1 else kinds, **nullable}
    return {**made, "type": [*kinds, "null"]}


def _types(schema: dict[str, Any]) -> list[str]:
    """The types of a schema, null among them however it is said."""
    given = schema["type"]
    found = given if isinstance(given, list) else [given]
    return [*found, "null"] if schema.get("nullable") is True and "null" not in found else found
