"""Branches: the schemas that a discriminator tells apart, each by a value of one property that is its alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast.spec.document import Document
from handfast.spec.pointers import child
from handfast.spec.shapes import shape

_CHOICES = ("oneOf", "anyOf")
_COMBINED = ("allOf", *_CHOICES)


def told_apart(document: Document) -> dict[str, set[str]]:
    """For the place of each such schema the properties that tell it from others."""
    found: dict[str, set[str]] = {}
    for kind, node, _ in document.objects():
        discriminator = node.get("discriminator") if kind == "schema" and isinstance(node, dict) else None
        name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
        if isinstance(discriminator, dict) and isinstance(name, str):
            for place in _branches(node, discriminator.get("mapping")):
                found.setdefault(place, set()).add(name)
    return found


def may_be_untold(document: Document, node: Any) -> bool:
    """Whether a value may leave out what tells it from others: a branch of the choice does not require it."""
    discriminator = node.get("discriminator") if isinstance(node, dict) else None
    name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
    branches = [item for key in _CHOICES for item in node.get(key, ())] if isinstance(name, str) else []
    common = shape(document, node).required if branches else frozenset()
    return any(name not in shape(document, item).required | common for item in branches)


def needs_own(document: Document, schema: dict[str, Any], properties: set[str], known: dict[str, set[str]]) -> bool:
    """Whether a base of a schema has one of the properties as anything but a text: no class may inherit that."""
    for place, base in _bases(document, schema, set()):
        if properties & known.get(place, set()):
            return True
        inherited = {} if "discriminator" in base else shape(document, base).properties
        if any(not _is_text(document.resolve(inherited[name])) for name in properties & inherited.keys()):
            return True
    return False


def tags(document: Document, reference: dict[str, Any], known: dict[str, set[str]]) -> set[str]:
    """The properties by which the classes that a reference leads to are told from others, those of bases included."""
    return {name for place, _ in _bases(document, {"allOf": [reference]}, set()) for name in known.get(place, ())}


def _branches(node: dict[str, Any], mapping: Any) -> Iterator[str]:
    for target in mapping.values() if isinstance(mapping, dict) else ():
        if isinstance(target, str):
            known = target.startswith("#")
            yield target[1:] if known else child("", "components", "schemas", target)
    for branch in (item for key in _CHOICES for item in node.get(key, ())):
        if isinstance(branch, dict) and isinstance(branch.get("$ref"), str):
            yield branch["$ref"].removeprefix("#")


def _bases(document: Document, schema: dict[str, Any], seen: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in schema.get("allOf", ()):
        reference = part.get("$ref") if isinstance(part, dict) else None
        base = document.resolve(part) if isinstance(reference, str) and reference not in seen else None
        if isinstance(reference, str) and isinstance(base, dict):
            seen.add(reference)
            yield reference.removeprefix("#"), base
            yield from _bases(document, base, seen)


def _is_text(node: Any) -> bool:
    return isinstance(node, dict) and node.get("type") == "string" and not node.keys() & {"enum", "const", "format"}


def without_repeats(document: Document, schema: dict[str, Any]) -> dict[str, Any]:
    """A choice beside properties, without those of which each branch says more: its class cannot inherit both."""
    branches = [shape(document, item).properties for key in _CHOICES for item in schema.get(key, ())]
    given = schema["properties"]
    repeated = {
        name
        for name, item in given.items()
        if name not in schema.get("required", ())
        and branches
        and all(name in found and _is_among(document, found[name], item) for found in branches)
    }
    return {**schema, "properties": {name: item for name, item in given.items() if name not in repeated}}


def _is_among(document: Document, narrow: Any, wide: Any) -> bool:
    """Whether the values of one enumeration are some of the other's."""
    few, many = (_values(document.resolve(item)) for item in (narrow, wide))
    return bool(few) and few <= many


def _values(schema: Any) -> set[str]:
    found = ([schema["const"]] if "const" in schema else schema.get("enum", [])) if isinstance(schema, dict) else []
    return set(map(repr, found))


def without_itself(document: Document, node: Any, pointer: str) -> Any:
    """A choice without the branches that lead back to it: they add nothing."""
    for key in _COMBINED if isinstance(node, dict) else ():
        branches = [item for item in node.get(key, ()) if not _leads_to(document, item, pointer, set())]
        if len(branches) < len(node.get(key, ())):
            node = {name: item for name, item in node.items() if name != key} | ({key: branches} if branches else {})
    return node


def holds(schema: Any, reference: str) -> bool:
    """Whether a list or a map, that is no class, has what a reference leads to for its items, at any depth."""
    if not isinstance(schema, dict) or schema.get("properties"):
        return False
    below = [schema.get("items"), schema.get("additionalProperties")]
    choices = [item for inner in below if isinstance(inner, dict) for key in _COMBINED for item in inner.get(key, ())]
    return any(
        isinstance(item, dict) and (item.get("$ref") == reference or holds(item, reference))
        for item in (*below, *choices)
    )


def _leads_to(document: Document, schema: Any, pointer: str, seen: set[str]) -> bool:
    """Whether a schema is nothing but another name for the one at a pointer, among other choices maybe."""
    if not isinstance(schema, dict):
        return False
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return any(_leads_to(document, item, pointer, seen) for key in _COMBINED for item in schema.get(key, ()))
    if reference.removeprefix("#") == pointer:
        return True
    if reference in seen:
        return False
    seen.add(reference)
    target = document.find(reference)
    return _leads_to(document, target, pointer, seen)
