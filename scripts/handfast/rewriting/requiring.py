"""Requiring: names that are required beside a choice are those of each of its branches, whether these know them or not.

A class has fields for what its own schema declares; what a branch does not, holds any value there.
"""

from __future__ import annotations

from typing import Any

from handfast.spec.document import Document
from handfast.spec.pointers import child
from handfast.spec.shapes import is_choice, shape

_CHOICES = ("oneOf", "anyOf")


def shared_out(document: Document) -> Document:
    """The same document, mended before, with what choices require in their branches."""
    for kind, node, pointer in list(document.objects()):
        if kind == "schema" and isinstance(node, dict) and node.get("required") and not _is_object(node):
            for key in _CHOICES:
                if isinstance(node.get(key), list):
                    _share_out(document, node, key, pointer)
    return document


def _is_object(node: dict[str, Any]) -> bool:
    """Whether a schema is one by itself, to which its branches add: its own class has the names."""
    return any(node.get(key) for key in ("properties", "allOf", "$ref", "patternProperties"))


def _share_out(document: Document, node: dict[str, Any], key: str, pointer: str) -> None:
    """A branch that is told from others has to stay the reference that it is: what it loses is said."""
    missing = [_missing(document, item, node["required"]) for item in node[key]]
    if "discriminator" not in node:
        null = any(names and _may_be_null(document, item) for item, names in zip(node[key], missing, strict=True))
        node[key] = [_with(item, names, node["required"]) for item, names in zip(node[key], missing, strict=True)]
        node[key] += [{"type": "null"}] if null else []
    elif lost := sorted({name for names in missing for name in names}):
        words = f"{', '.join(lost)} must be there, and handlers do not get it where a branch does not declare it"
        document.warn(child(pointer, "required"), words)


def _missing(document: Document, branch: Any, required: list[str]) -> dict[str, Any]:
    """The names that a branch of objects does not declare, each with what it says of such."""
    meant = document.resolve(branch)
    if not isinstance(meant, dict) or is_choice(document, meant) or "patternProperties" in meant:
        return {}
    found, others = shape(document, meant), meant.get("additionalProperties", True)
    if others is False or not (found.properties or "object" in _types(meant)) or _types(meant) - {"object", "null"}:
        return {}
    kind = others if isinstance(others, dict) else {}
    return {name: kind for name in required if name not in found.properties}


def _types(schema: dict[str, Any]) -> set[str]:
    given = schema.get("type", ())
    return {given} if isinstance(given, str) else set(given)


def _may_be_null(document: Document, branch: Any) -> bool:
    """Whether null, of which names say nothing, fits a branch that gets a part with them and is an object then."""
    meant = document.resolve(branch) if _is_made_of_others(branch) else {}
    return "null" in _types(meant) or ("type" in meant and meant.get("nullable") is True)


def _is_made_of_others(branch: dict[str, Any]) -> bool:
    return "$ref" in branch or "allOf" in branch


def _with(branch: Any, missing: dict[str, Any], required: list[str]) -> Any:
    if not missing:
        return branch
    if _is_made_of_others(branch):
        return {"allOf": [branch, {"type": "object", "required": required, "properties": missing}]}
    names = [*branch.get("required", ()), *(name for name in required if name not in branch.get("required", ()))]
    return {**branch, "required": names, "properties": {**branch.get("properties", {}), **missing}}
