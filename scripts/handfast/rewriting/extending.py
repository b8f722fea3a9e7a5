"""Extending: what is made of a base, and by which values its discriminator means that where no mapping says so.

The heirs of heirs are meant by the same property, unless one of those on the way tells its own by another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast.spec.document import Document
from handfast.spec.pointers import child, from_fragment, split
from handfast.spec.shapes import is_choice, shape

TOLD_BY = "x-handfast-told-by"
"""On a choice: a property and, for each branch but the last, the values of it that mean the branch, or the only one."""

_CHOICES = ("oneOf", "anyOf")


def heirs_untold(document: Document) -> dict[str, dict[str, Any]]:
    """For the reference of each base whose discriminator has no mapping the choice of its heirs, and of it itself.

    An heir is meant by its name, or by what it says of the property; any other value means the base, as nothing says
    that it is refused. So the discriminators, by which each class would have but one value, are taken out.
    """
    children, found = children_of(document), dict[str, dict[str, Any]]()
    for place, heirs in children.items():
        base = document.find(f"#{place}")
        if not _is_untold(base):
            continue
        name, told = base["discriminator"]["propertyName"], dict[str, tuple[str, ...]]()
        for reference in _in_turn(document, children, heirs, name):
            told[reference] = tuple(dict.fromkeys(values_of(document, reference, name, f"#{place}")))
        by = [name, *(values[0] if len(values) == 1 else values for values in told.values())]
        found[f"#{place}"] = {"anyOf": [{"$ref": item} for item in (*told, f"#{place}")], TOLD_BY: by}
    for reference in found:
        del document.find(reference)["discriminator"]
    return {reference: choice for reference, choice in found.items() if choice["anyOf"][1:]}


def _is_untold(node: Any) -> bool:
    """Whether a schema has a discriminator without a mapping, and no branches that it would be of."""
    discriminator = node.get("discriminator") if isinstance(node, dict) else None
    if not isinstance(discriminator, dict) or any(key in node for key in _CHOICES):
        return False
    return isinstance(discriminator.get("propertyName"), str) and not discriminator.get("mapping")


def children_of(document: Document) -> dict[str, list[str]]:
    """For the place of each schema the references to those that extend it."""
    found: dict[str, list[str]] = {}
    for name, node in document.data.get("components", {}).get("schemas", {}).items():
        for reference in _bases(node):
            found.setdefault(reference.removeprefix("#"), []).append(child("#", "components", "schemas", name))
    return found


def values_of(document: Document, reference: str, name: str, base: str) -> list[str]:
    """The values by which one means what extends a base: those of its property, if they are its own, or its name."""
    own = _own_values(document, reference, name, base, set())
    return own or [split(from_fragment(reference.removeprefix("#")))[-1]]


def extends(document: Document, reference: str, base: str) -> bool:
    """Whether a schema is made of another one, through others maybe."""
    seen, ahead = set[str](), [reference]
    while ahead:
        found = _bases(document.resolve({"$ref": ahead.pop()}))
        if base in found:
            return True
        ahead += [item for item in found if item not in seen]
        seen.update(found)
    return False


def _bases(node: Any) -> list[str]:
    parts = node.get("allOf", ()) if isinstance(node, dict) else ()
    return [part["$ref"] for part in parts if isinstance(part, dict) and isinstance(part.get("$ref"), str)]


def _in_turn(document: Document, children: dict[str, list[str]], heirs: list[str], name: str) -> Iterator[str]:
    """The heirs, and theirs, those that are nearer first."""
    seen: dict[str, None] = {}
    while heirs := [reference for reference in dict.fromkeys(heirs) if reference not in seen]:
        seen |= dict.fromkeys(heirs)
        yield from (reference for reference in heirs if not is_choice(document, {"$ref": reference}))
        telling = (reference for reference in heirs if not _tells_otherwise(document, reference, name))
        heirs = [below for reference in telling for below in children.get(reference.removeprefix("#"), ())]


def _tells_otherwise(document: Document, reference: str, name: str) -> bool:
    node = document.resolve({"$ref": reference})
    discriminator = node.get("discriminator") if isinstance(node, dict) else None
    return isinstance(discriminator, dict) and discriminator.get("propertyName") != name


def _own_values(document: Document, reference: str, name: str, base: str, seen: set[str]) -> list[str]:
    """What a schema, or one between it and the base, says that the property is; the base says it of all."""
    node = document.resolve({"$ref": reference})
    if not isinstance(node, dict) or reference in seen:
        return []
    seen.add(reference)
    ways = [item for item in _bases(node) if item == base or extends(document, item, base)]
    parts = [part for part in node.get("allOf", ()) if not (isinstance(part, dict) and part.get("$ref") in ways)]
    member = document.resolve(shape(document, {**node, "allOf": parts}).properties.get(name))
    found = ([member["const"]] if "const" in member else member.get("enum", [])) if isinstance(member, dict) else []
    if found and all(isinstance(value, str) for value in found):
        return list(found)
    between = (_own_values(document, item, name, base, seen) for item in ways if item != base)
    return next(filter(None, between), [])
