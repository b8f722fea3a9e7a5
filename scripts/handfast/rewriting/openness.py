"""Openness: an object of which only its type is said holds whatever it is given, by any name."""

from __future__ import annotations

from typing import Any

from handfast.rewriting.simplifying import is_of, only_part
from handfast.spec.document import Document
from handfast.spec.pointers import split

_SAYS_MORE = ("properties", "patternProperties", "allOf", "anyOf", "oneOf", "discriminator")
_RULES = {"not", "if", "propertyNames", "dependentRequired", "dependentSchemas", "unevaluatedProperties"}
_COMPONENT = ("components", "schemas", "name")
_DEEPEST = 40


def extended(document: Document) -> set[str]:
    """The places of the schemas that others are made of: each is a class, so that they can inherit it."""
    found: set[str] = set()
    for kind, node, pointer in document.objects():
        parts = node.get("allOf", ()) if kind == "schema" and isinstance(node, dict) else ()
        if parts and only_part(node) is not None and len(split(pointer)) > len(_COMPONENT):
            continue  # words beside a reference
        for part in parts:
            found.update(_ways(document, part))
    return found


def _ways(document: Document, part: Any) -> list[str]:
    """The places that a part leads to, one after the other."""
    found: list[str] = []
    while isinstance(part, dict) and isinstance(part.get("$ref"), str) and len(found) < _DEEPEST:
        found.append(part["$ref"].removeprefix("#"))
        part = document.find(part["$ref"])
    return found


def free(schema: dict[str, Any], *, inherited: bool) -> dict[str, Any]:
    """A named object that says nothing of its properties, as a map of any values; as a class where it has to be one."""
    if not is_of(schema, "object") or any(schema.get(key) for key in _SAYS_MORE):
        return schema
    if schema.get("additionalProperties", True) not in (True, {}):
        return schema
    kept = {key: item for key, item in schema.items() if key != "properties"}
    if not (inherited or kept.get("required") or kept.keys() & _RULES):
        return {**kept, "additionalProperties": {}}
    return {**kept, "properties": {key: {} for key in kept.get("required", ())}, "additionalProperties": True}
