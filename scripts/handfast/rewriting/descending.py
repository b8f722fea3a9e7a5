"""Descending: an operation that names a base, whose discriminator leads to what extends it, means one of these.

The model generator would see to it within models, but not for what extends a base through another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast import names
from handfast.rewriting.extending import extends, heirs_untold
from handfast.rewriting.simplifying import only_part
from handfast.spec.document import Document
from handfast.spec.operations import operations, responses
from handfast.spec.pointers import child

_CHOICES = ("oneOf", "anyOf")
_NAME = {"$ref", "summary", "description", "title"}  # what another name for a schema says
_ERRORS = ("4", "5")


def descended(document: Document) -> Document:
    """The same document, mended before, with a component for the choice of what extends each such base."""
    schemas = document.data.get("components", {}).get("schemas", {})
    choices: dict[str, str | None] = {}
    _name_bases(document)
    untold = heirs_untold(document)
    for holder, key in [*_in_bodies(document), *_in_models(document)]:
        reference = holder[key].get("$ref") if isinstance(holder[key], dict) else None
        if not isinstance(reference, str):
            continue
        if reference not in choices:
            children = untold.get(reference) or _children(document, reference)
            choices[reference] = name = _named(reference, schemas) if children else None
            schemas.update({name: children} if name else {})
        if choice := choices[reference]:
            holder[key] = {**holder[key], "$ref": child("#", "components", "schemas", choice)}
    return document


def _name_bases(document: Document) -> None:
    """Has what is made of others name these themselves: no class is made of another name for one."""
    for kind, node, pointer in document.objects():
        if kind != "schema" or not isinstance(node, dict) or "allOf" not in node:
            continue
        if only_part(node) is None or pointer.rpartition("/")[0] == "/components/schemas":
            node["allOf"] = [_named_itself(document, part) for part in node["allOf"]]


def _named_itself(document: Document, part: Any) -> Any:
    seen: list[str] = []
    while isinstance(part, dict) and isinstance(part.get("$ref"), str) and part["$ref"] not in seen:
        seen.append(part["$ref"])
        try:
            target = document.find(part["$ref"])
        except LookupError:
            break
        if not (isinstance(target, dict) and "$ref" in target and target.keys() <= _NAME):
            break
        part = {**part, "$ref": target["$ref"]}
    return part


def _in_bodies(document: Document) -> Iterator[tuple[Any, Any]]:
    """Where bodies name what they are, as (holder, key)."""
    for media in _media(document):
        whole = document.resolve(media.get("schema"))
        places = ((media, "schema"), (whole, "items"))
        yield from ((holder, key) for holder, key in places if isinstance(holder, dict) and key in holder)


def _in_models(document: Document) -> Iterator[tuple[Any, Any]]:
    """Where objects name what they hold, maybe with words beside it."""
    for kind, node, _ in document.objects():
        if kind == "schema" and isinstance(node, dict):
            properties = node.get("properties") or {}
            keys = [key for key in ("items", "additionalProperties") if key in node]
            for holder, key in [*((properties, name) for name in properties), *((node, key) for key in keys)]:
                item = holder[key]
                yield (item["allOf"], 0) if isinstance(item, dict) and only_part(item) else (holder, key)


def _media(document: Document) -> Iterator[dict[str, Any]]:
    """The media types of bodies that are taken, and of those that are answered where nothing went wrong."""
    for _, _, _, node in operations(document):
        bodies = [node.get("requestBody"), *(item for status, item in responses(node) if status[:1] not in _ERRORS)]
        for body in map(document.resolve, bodies):
            content = body.get("content") if isinstance(body, dict) else None
            yield from (media for item in (content or {}).values() if isinstance(media := document.resolve(item), dict))


def _children(document: Document, reference: str) -> dict[str, Any] | None:
    """The choice of what extends a base; None for what is no such base, or stands for itself as well."""
    base = document.resolve({"$ref": reference})
    discriminator = base.get("discriminator") if isinstance(base, dict) else None
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    if (
        not isinstance(discriminator, dict)
        or not isinstance(mapping, dict)
        or not mapping
        or any(key in base for key in _CHOICES)
    ):
        return None
    targets = [_reference(target) for target in mapping.values()]
    if not all(target and target != reference and extends(document, target, reference) for target in targets):
        return None
    if len(set(targets)) == 1:
        only = {discriminator.get("propertyName"): {"type": "string", "enum": list(mapping)}}
        return {"allOf": [{"$ref": targets[0]}, {"required": [*only], "properties": only}]}
    told = {**discriminator, "mapping": dict(zip(mapping, targets, strict=True))}
    return {"oneOf": [{"$ref": target} for target in dict.fromkeys(targets)], "discriminator": told}


def _reference(target: Any) -> str:
    if not isinstance(target, str):
        return ""
    return target if target.startswith("#") else child("#", "components", "schemas", target)


def _named(reference: str, schemas: dict[str, Any]) -> str:
    return names.unique(f"Any{names.pascal(reference.rpartition('/')[2])}", schemas)
