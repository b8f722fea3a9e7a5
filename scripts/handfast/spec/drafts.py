"""Drafts: operations that are being thought about. Nobody promises them, so no client gets to see them."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from handfast.spec import grammar
from handfast.spec.document import Document
from handfast.spec.operations import operations, revised, webhooks
from handfast.spec.pointers import from_fragment, split
from handfast.spec.references import referred

STABILITY = "x-stability-level"
LEVELS = ("draft", "alpha", "beta", "stable")
_SECTIONS = ("paths", "webhooks")


def is_draft(node: dict[str, Any]) -> bool:
    return node.get(STABILITY) == "draft"


def settled(document: Document) -> Document:
    """The document without its drafts: the links to them, and what nothing else mentions, are left out with them."""
    drafts = [found for found in (*operations(document), *webhooks(document)) if is_draft(found[3])]
    if not drafts:
        return document
    kept = document
    for section in _SECTIONS:
        kept = revised(kept, lambda _path, _method, node: None if is_draft(node) else node, section)
    names = {node["operationId"] for *_, node in drafts if isinstance(node.get("operationId"), str)}
    targets = names | {f"#{pointer}" for pointer, *_ in drafts}
    data: dict[str, Any] = _unlinked(document, _pruned(document, kept), "document", targets)
    idle = _tags(node for *_, node in drafts) - _tags(node for *_, node in (*operations(kept), *webhooks(kept)))
    if isinstance(data.get("tags"), list):
        data["tags"] = [tag for tag in data["tags"] if not (isinstance(tag, dict) and str(tag.get("name")) in idle)]
    return replace(document, data=data)


def _tags(nodes: Iterable[dict[str, Any]]) -> set[str]:
    return {str(tag) for node in nodes if isinstance(node.get("tags"), list) for tag in node["tags"]}


def promised(document: Document) -> Document:
    """The document with its drafts as operations like the others."""
    for section in _SECTIONS:
        document = revised(document, lambda _path, _method, node: _promised(node) if is_draft(node) else node, section)
    return document


def _promised(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key != STABILITY}


def _pruned(document: Document, kept: Document) -> dict[str, Any]:
    """What is kept, without the components that only drafts refer to."""
    sections = document.data.get("components")
    if not isinstance(sections, dict):
        return kept.data
    around = {key: value for key, value in kept.data.items() if key != "components"}
    given = [document.data.get(section) for section in _SECTIONS]
    of_drafts = _components(document, given) - _components(document, around)
    gone = of_drafts - _components(document, _without(sections, of_drafts))
    left = _without(sections, gone) if gone else sections
    return {**kept.data, "components": {section: entries for section, entries in left.items() if entries != {}}}


def _without(sections: dict[str, Any], gone: AbstractSet[tuple[str, str]]) -> dict[str, Any]:
    return {
        section: {name: item for name, item in entries.items() if (section, name) not in gone}
        if isinstance(entries, dict)
        else entries
        for section, entries in sections.items()
    }


def _components(document: Document, content: Any) -> set[tuple[str, str]]:
    """The components that the content refers to, at any distance, as (section, name)."""
    places = [from_fragment(reference.removeprefix("#")) for reference in referred(document, content)]
    tokens = [split(place) for place in places if place.startswith("/components/")]
    return {(token[1], token[2]) for token in tokens if len(token) > len(("components", "section"))}


def _unlinked(document: Document, node: dict[str, Any], kind: str, targets: AbstractSet[str]) -> dict[str, Any]:
    """A copy without links to operations that are gone, by their operationId or reference."""
    made = grammar.rebuilt(kind, node, lambda below, item, _: _unlinked(document, item, below, targets))
    if kind in ("response", "components") and isinstance(made.get("links"), dict):
        links = {name: link for name, link in made["links"].items() if not _leads(document.resolve(link), targets)}
        made = {**made, "links": links}
        if not links:
            del made["links"]
    return made


def _leads(link: Any, targets: AbstractSet[str]) -> bool:
    told = [link.get("operationId"), link.get("operationRef")] if isinstance(link, dict) else []
    return any(isinstance(name, str) and name in targets for name in told)
