"""Telling: discriminators with every value that they tell branches by, as OpenAPI has it where nobody wrote it down.

A branch without a value in the mapping has that of its property, if it is one of its own, or the name of its schema.
What cannot be told that way is a plain choice.
"""

from __future__ import annotations

from typing import Any

from handfast.rewriting.extending import children_of, values_of
from handfast.rewriting.hoisting import UNNAMED
from handfast.spec.document import Document
from handfast.spec.pointers import child, from_fragment, split
from handfast.spec.shapes import is_choice, shape

_CHOICES = ("oneOf", "anyOf")


def told(document: Document) -> Document:
    """The same document, hoisted before; discriminators that tell nothing are taken out."""
    children = children_of(document)
    for kind, node, pointer in list(document.objects()):
        discriminator = node.get("discriminator") if kind == "schema" and isinstance(node, dict) else None
        name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
        if not isinstance(discriminator, dict) or not isinstance(name, str):
            continue
        branches = [item.get("$ref", "") for key in _CHOICES for item in node.get(key, ()) if isinstance(item, dict)]
        mapping = _mapping(document, discriminator)
        if branches:
            whole = _completed(document, name, mapping, branches)
        else:
            whole = _inherited(document, name, mapping, pointer, children.get(pointer, []))
        if whole:
            node["discriminator"] = {**discriminator, "mapping": whole}
            continue
        del node["discriminator"]
        if branches:
            words = f"no value of {name!r} means one branch and no other; it is a choice like any other"
            document.warn(child(pointer, "discriminator"), words)
    return document


def _completed(document: Document, name: str, mapping: dict[str, str], branches: list[str]) -> dict[str, str]:
    """The mapping with the branches that it leaves out; none where it cannot be had."""
    whole = dict(mapping)
    for reference in branches:
        if reference in mapping.values() or (reference and is_choice(document, {"$ref": reference})):
            continue
        values = _values(document, reference, name) if reference else []
        if not values or whole.keys() & set(values):
            return {}
        whole.update(dict.fromkeys(values, reference))
    return whole


def _inherited(document: Document, name: str, mapping: dict[str, str], base: str, heirs: list[str]) -> dict[str, str]:
    """The mapping with what extends a base and is left out of it."""
    whole = dict(mapping)
    for reference in heirs:
        known = reference in mapping.values() or is_choice(document, {"$ref": reference})
        if not known and not document.find(reference).get(UNNAMED):
            for value in values_of(document, reference, name, f"#{base}"):
                whole.setdefault(value, reference)
    return whole


def _mapping(document: Document, discriminator: dict[str, Any]) -> dict[str, str]:
    """What is written of it and leads somewhere."""
    given = discriminator.get("mapping")
    found: dict[str, str] = {}
    for value, target in given.items() if isinstance(given, dict) else ():
        if isinstance(target, str):
            reference = target if "/" in target or "#" in target else child("#", "components", "schemas", target)
            if reference.startswith("#") and _leads(document, reference):
                found[value] = reference
    return found


def _leads(document: Document, reference: str) -> bool:
    try:
        document.find(reference)
    except LookupError:
        return False
    return True


def _values(document: Document, reference: str, name: str) -> list[str]:
    """The values by which one means a schema that no mapping names."""
    node = document.resolve({"$ref": reference})
    member = document.resolve(shape(document, node).properties.get(name))
    if isinstance(member, dict):
        own = [member["const"]] if "const" in member else member.get("enum", [])
        if own and all(isinstance(value, str) for value in own):
            return list(own)
    if isinstance(node, dict) and node.get(UNNAMED):
        return []
    return [split(from_fragment(reference.removeprefix("#")))[-1]]
