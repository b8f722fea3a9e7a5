"""Rules: what is left of a schema once types have held what they can, for `support/rules.py` to hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from handfast.rewriting.directions import SENT
from handfast.rewriting.simplifying import has_fine_steps
from handfast.rewriting.uploads import UPLOAD
from handfast.spec.document import Document
from handfast.spec.pointers import child
from handfast.spec.shapes import shape
from handfast.spec.writing_out import WrittenOut, is_held

# What no type says. `required`, `enum`, `const` and `prefixItems` are looked at more closely.
_LOST = (
    "uniqueItems", "minProperties", "maxProperties", "not", "if", "then", "else", "contains", "minContains",
    "maxContains", "propertyNames", "dependentRequired", "dependentSchemas", "patternProperties",
)  # fmt: skip
_ASKED = {"then": "if", "else": "if", "minContains": "contains", "maxContains": "contains"}  # nothing without it
_SAID = {"enum", "const", "allOf", "anyOf", "oneOf", "$ref"}
_CHOICES = ("oneOf", "anyOf")
_SCALARS = ("string", "integer", "number", "boolean")
_TYPES: dict[type, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}
_TYPED = {
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
}


@dataclass
class RulesReader:
    """Reads the rules of one document's schemas."""

    document: Document

    @cached_property
    def written(self) -> WrittenOut:
        return WrittenOut(self.document)

    def of(self, schema: Any, pointer: str) -> dict[str, Any]:
        """The rules of a schema that stands at a place; those of the classes in it are their own."""
        rules = self._left(schema, pointer, frozenset())
        tag = self._tag(schema) if isinstance(schema, dict) else {}
        return {**rules, "properties": {**rules.get("properties", {}), **tag}} if tag else rules

    def _left(self, schema: Any, pointer: str, seen: frozenset[str]) -> dict[str, Any]:
        if schema is False:
            return {"not": {}}
        if not isinstance(schema, dict) or schema.get(UPLOAD):
            return {}
        reference = schema.get("$ref")
        beside: dict[str, Any] = {}
        if isinstance(reference, str) and reference not in seen:
            target = self.document.resolve(schema)
            if isinstance(target, dict) and not is_class(target):
                beside = self._left(target, reference.removeprefix("#"), seen | {reference})
        return {**beside, **dict(self._own(schema, pointer)), **dict(self._within(schema, pointer, seen))}

    def _own(self, schema: dict[str, Any], pointer: str) -> Iterator[tuple[str, Any]]:
        for key in self._lost(schema):
            written = self.written.keyword(schema, key, pointer)
            if written is not None:
                yield key, written
        if "not" not in schema and _may_be_taken_for_true(schema):
            yield "not", {"type": "boolean"}
        missing = set(schema.get("required", ())) - shape(self.document, schema).properties.keys()
        missing |= set(schema.get(SENT, ()))
        if missing:
            yield "required", sorted(missing)

    @staticmethod
    def _lost(schema: dict[str, Any]) -> list[str]:
        """The keywords that no type says."""
        found = [key for key in _LOST if schema.get(key, False) is not False or (key == "not" and key in schema)]
        found = [key for key in found if _ASKED.get(key, key) in schema]
        if "patternProperties" in schema:
            found += [key for key in ("properties", "additionalProperties") if key in schema]
        if _is_beyond_types(schema):
            found.append("const" if "const" in schema else "enum")
        if has_fine_steps(schema) and is_held("multipleOf", schema):
            found.append("multipleOf")
        if "prefixItems" in schema and (len(schema["prefixItems"]) > 1 or "items" in schema):
            found += [key for key in ("prefixItems", "items") if key in schema]
        if "type" not in schema and not schema.keys() & _SAID:
            found += [key for key in sorted(_TYPED & schema.keys()) if is_held(key, schema) and key not in found]
        return found

    def _within(self, schema: dict[str, Any], pointer: str, seen: frozenset[str]) -> Iterator[tuple[str, Any]]:
        """The rules of parts that are no classes themselves."""
        found = {
            name: rules
            for name, item in (schema.get("properties") or {}).items()
            if (rules := self._left(item, child(pointer, "properties", name), seen))
        }
        if found and "patternProperties" not in schema:
            yield "properties", found
        if "items" in schema and "prefixItems" not in schema:
            rules = self._left(schema["items"], child(pointer, "items"), seen)
            if rules:
                yield "items", rules
        if isinstance(schema.get("additionalProperties"), dict) and "patternProperties" not in schema:
            rules = self._left(schema["additionalProperties"], child(pointer, "additionalProperties"), seen)
            if rules:
                # the rules of other properties are for no declared one
                yield "properties", {**dict.fromkeys(schema.get("properties") or {}, True), **found}
                yield "additionalProperties", rules
        parts = [
            rules
            for index, part in enumerate(schema.get("allOf", ()))
            if (rules := self._part(part, child(pointer, "allOf", str(index)), seen))
        ]
        parts += [{"anyOf": choice} for key in _CHOICES if (choice := self._choice(schema, key, pointer, seen))]
        if parts:
            yield "allOf", parts

    def _tag(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The values of what tells the classes of a base apart: each has one of them, the base itself any text."""
        says = schema.get("discriminator")
        if not isinstance(says, dict) or not isinstance(says.get("mapping"), dict):
            return {}
        name = str(says.get("propertyName"))
        own = self.document.resolve((schema.get("properties") or {}).get(name))
        if not isinstance(own, dict) or "enum" not in own:
            return {}
        null = [None] if own.get("nullable") is True else []
        return {name: {"enum": list(dict.fromkeys([*own["enum"], *says["mapping"], *null]))}}

    def _choice(self, schema: dict[str, Any], key: str, pointer: str, seen: frozenset[str]) -> list[Any]:
        """What each branch of a choice demands, if any demands what no type says."""
        if not isinstance(schema.get(key), list) or "discriminator" in schema:
            return []
        if schema.get("type") in _SCALARS:  # beside which the model generator has no eye for branches
            return self.written.keyword(schema, key, pointer) or []
        found = [self._branch(item, child(pointer, key, str(index)), seen) for index, item in enumerate(schema[key])]
        if not any(rules for rules, _ in found):
            return []
        null = [{"type": "null"}] if schema.get("nullable") is True or "null" in (schema.get("type") or ()) else []
        return [*({**rules, **kind} or True for rules, kind in found), *null]

    def _branch(self, schema: Any, pointer: str, seen: frozenset[str]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The rules of a branch, and its type by which values of other branches are told from its own."""
        target = self.document.resolve(schema)
        if not isinstance(target, dict) or target.get(UPLOAD):
            return {}, {}
        if isinstance(schema.get("$ref"), str) and is_class(target):
            return {}, {"type": "object"} if target.get("properties") else {}
        kinds = _types_of(target)
        return self._left(schema, pointer, seen), {"type": kinds} if kinds else {}

    def _part(self, part: Any, pointer: str, seen: frozenset[str]) -> dict[str, Any]:
        """The rules of a part of an object: a base has them, too."""
        reference = part.get("$ref") if isinstance(part, dict) else None
        if isinstance(reference, str):
            if reference in seen:
                return {}
            return self._left(self.document.resolve(part), reference.removeprefix("#"), seen | {reference})
        return self._left(part, pointer, seen)


def _types_of(schema: dict[str, Any]) -> list[str]:
    """The types of JSON that values may have, by what a schema says itself; none if it says nothing."""
    given = schema.get("type")
    types = [given] if isinstance(given, str) else list(given or ())
    values = [schema["const"]] if "const" in schema else schema.get("enum", [])
    types = types or sorted({_TYPES[type(value)] for value in values if type(value) in _TYPES})
    return [*types, "null"] if types and (schema.get("nullable") is True or None in values) else types


def is_class(schema: dict[str, Any]) -> bool:
    """Whether a component is a class, which holds its rules by itself."""
    return bool(schema.get("properties") or schema.get("allOf")) and schema.get("type") not in _SCALARS


def _may_be_taken_for_true(schema: dict[str, Any]) -> bool:
    """Whether values are 0 or 1, which Python's literals and enumerations have false and true for."""
    values = [schema["const"]] if "const" in schema else schema.get("enum", [])
    kinds = {type(value) for value in values if value in (0, 1)}
    return int in kinds and bool not in kinds


def _is_beyond_types(schema: dict[str, Any]) -> bool:
    """Whether Python has no literal for the values."""
    values = [schema["const"]] if "const" in schema else schema.get("enum", [])
    kinds = {type(value) for value in values if value is not None}
    if kinds & {dict, list} or ("const" in schema and float in kinds) or kinds == {bool}:
        return True  # an enumeration of true and false takes 1 and 0 for them
    return float in kinds and not kinds <= {int, float}
