"""What a part of a document refers to, at any distance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handfast.spec.document import Document
from handfast.spec.pointers import child, from_fragment

Heirs = Mapping[str, Sequence[str]]
"""References of schemas, with those of the schemas that are all of them and more."""


def referred(document: Document, content: Any, heirs: Heirs | None = None) -> dict[str, Any]:
    """All that the content refers to, by reference or as what a discriminator tells apart; None for what is not there.

    `heirs` of the document can be given by who asks often.
    """
    heirs = heirs_of(document) if heirs is None else heirs
    found: dict[str, Any] = {}
    waiting = [content]
    while waiting:
        for reference in _references(waiting.pop()):
            for each in (reference, *heirs.get(reference, ())):
                if each not in found:
                    try:
                        found[each] = document.find(each)
                    except LookupError:
                        found[each] = None
                    waiting.append(found[each])
    return found


def entered(document: Document) -> set[str]:
    """Where references lead into single parts of a schema, so that all of them have to stay where they are."""
    nodes = (node for kind, node, _ in document.objects() if kind == "schema" and isinstance(node, dict))
    parted = (from_fragment(str(node.get("$ref")).removeprefix("#")).split("/allOf/") for node in nodes)
    return {"/allOf/".join(tokens[:length]) for tokens in parted for length in range(1, len(tokens))}


def heirs_of(document: Document) -> Heirs:
    """The schemas with a discriminator, and those that may come in their place as their `allOf` names them."""
    components = document.data.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    heirs: dict[str, list[str]] = {}
    for name, schema in schemas.items() if isinstance(schemas, dict) else ():
        parts = schema.get("allOf") if isinstance(schema, dict) else None
        for part in parts if isinstance(parts, list) else ():
            base = part.get("$ref") if isinstance(part, dict) else None
            if isinstance(base, str) and "discriminator" in _schema(document, base):
                heirs.setdefault(base, []).append(f"#{child('', 'components', 'schemas', name)}")
    return heirs


def _schema(document: Document, reference: str) -> dict[str, Any]:
    node = document.resolve({"$ref": reference})
    return node if isinstance(node, dict) else {}


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        mapping = node.get("mapping")  # of a discriminator; a value of that name may be anything
        if isinstance(mapping, dict):
            yield from (item for item in mapping.values() if isinstance(item, str) and "#" in item)
        yield from _mapped(node.get("discriminator"))
        for item in node.values():
            yield from _references(item)
    elif isinstance(node, list):
        for item in node:
            yield from _references(item)


def _mapped(discriminator: Any) -> Iterator[str]:
    """The schemas that a discriminator calls by their bare names."""
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    for name in mapping.values() if isinstance(mapping, dict) else ():
        if isinstance(name, str) and "#" not in name:
            yield f"#{child('', 'components', 'schemas', name)}"
