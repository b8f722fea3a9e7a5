"""Discriminators spelled out: in the words of JSON Schema, for a validator that knows none."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from handfast.spec.document import Document
from handfast.spec.pointers import child
from handfast.spec.shapes import shape


def discriminated(document: Document) -> Document:
    """The document with each discriminator spelled out: the value of its property decides what else is there.

    Where the property is not required, it may be left out, and any branch may fit.
    """
    data = json.loads(json.dumps(document.data))
    copy = replace(document, data=data)
    for kind, node, pointer in list(copy.objects()):
        if kind != "schema" or not isinstance(node, dict) or not isinstance(node.get("discriminator"), dict):
            continue
        name, mapping = node["discriminator"].get("propertyName"), node["discriminator"].get("mapping") or {}
        if not isinstance(name, str):
            continue
        if not node.keys() & {"oneOf", "anyOf"}:
            mapping = {**mapping, **_implied(copy, pointer, name, mapping)}
        if "oneOf" in node or "anyOf" in node or not mapping:
            for key in ("oneOf", "anyOf"):
                if key in node:
                    node[key] = [_told(branch, name, mapping) for branch in node[key]]
        else:
            node["x-children"] = (name, mapping)
    _spell_out(copy)
    return copy


def any_of(document: Document) -> Document:
    """The document with choices that a value may fit more than one of."""
    copy = replace(document, data=json.loads(json.dumps(document.data)))
    for kind, node, _ in list(copy.objects()):
        if kind == "schema" and isinstance(node, dict) and "oneOf" in node:
            node["allOf"] = [*node.get("allOf", ()), {"anyOf": node.pop("oneOf")}]
    return copy


def _told(branch: Any, name: str, mapping: dict[str, Any]) -> Any:
    """A branch with the values that it is told by: those that lead to it, or its own name."""
    reference = branch.get("$ref") if isinstance(branch, dict) else None
    if not isinstance(reference, str):
        return branch
    short = reference.rpartition("/")[2]
    values = [value for value, target in mapping.items() if target in (reference, short)] or [short]
    return {"allOf": [branch, {"properties": {name: {"enum": values}}}]}


def _implied(document: Document, pointer: str, name: str, mapping: dict[str, Any]) -> dict[str, str]:
    """The schemas that extend a base and that its mapping leaves out, by their own names, which their values are."""
    found: dict[str, str] = {}
    for own, node in document.data.get("components", {}).get("schemas", {}).items():
        parts = node.get("allOf", ()) if isinstance(node, dict) else ()
        reference = child("#", "components", "schemas", own)
        if not any(isinstance(part, dict) and part.get("$ref") == f"#{pointer}" for part in parts):
            continue
        says_so = name in shape(document, {"allOf": [part for part in parts if "$ref" not in part]}).properties
        if not says_so and not {reference, own} & set(map(str, mapping.values())):
            found[own] = reference
            node["allOf"] = [*parts, {"properties": {name: {"enum": [own]}}}]
    return found


def _spell_out(document: Document) -> None:
    """References to a base whose mapping leads to what extends it: from elsewhere, they mean one of these."""
    schemas = document.data.get("components", {}).get("schemas", {})
    known = {name: node for name, node in schemas.items() if isinstance(node, dict)}
    bases = {f"#/components/schemas/{name}": node for name, node in known.items() if "x-children" in node}
    for kind, node, pointer in list(document.objects()):
        if kind != "schema" or not isinstance(node, dict) or node.get("$ref") not in bases:
            continue
        if "/allOf/" in pointer:
            continue
        name, mapping = bases[node["$ref"]]["x-children"]
        targets = [
            (value, target if "/" in target else child("#/components/schemas", target))
            for value, target in mapping.items()
            if isinstance(target, str)
        ]
        choices = [{"allOf": [{"$ref": target}, {"properties": {name: {"const": value}}}]} for value, target in targets]
        node["anyOf"] = choices
        del node["$ref"]
