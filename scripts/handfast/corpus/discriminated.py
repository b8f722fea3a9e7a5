"""Discriminators spelled out: in the words of JSON Schema, for a validator that knows none."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from handfast.spec.document import Document
from handfast.spec.pointers import child


def discriminated(document: Document) -> Document:
    """The document with each discriminator spelled out: its property is required, its value decides what else is."""
    data = json.loads(json.dumps(document.data))
    copy = replace(document, data=data)
    for kind, node, _ in list(copy.objects()):
        if kind != "schema" or not isinstance(node, dict) or not isinstance(node.get("discriminator"), dict):
            continue
        name, mapping = node["discriminator"].get("propertyName"), node["discriminator"].get("mapping") or {}
        if not isinstance(name, str):
            continue
        if "oneOf" in node or "anyOf" in node or not mapping:
            told = {"required": [name], "properties": {name: {"enum": _values(node, mapping)}}}
            node["allOf"] = [*node.get("allOf", ()), told]
        else:
            node["x-children"] = (name, mapping)
    _spell_out(copy)
    return copy


def _values(node: dict[str, Any], mapping: dict[str, Any]) -> list[str]:
    """What the property may be: what is mapped, and the names of the branches."""
    branches = [item for key in ("oneOf", "anyOf") for item in node.get(key, ()) if isinstance(item, dict)]
    return list(
        dict.fromkeys([*mapping, *(str(item["$ref"]).rpartition("/")[2] for item in branches if "$ref" in item)])
    )


def _spell_out(document: Document) -> None:
    """References to a base whose mapping leads to what extends it: from elsewhere, they mean one of these."""
    schemas = document.data.get("components", {}).get("schemas", {})
    bases = {f"#/components/schemas/{name}": node for name, node in schemas.items() if "x-children" in node}
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
        choices = [
            {"allOf": [{"$ref": target}, {"required": [name], "properties": {name: {"const": value}}}]}
            for value, target in targets
        ]
        node["anyOf"] = choices
        del node["$ref"]
