"""Which schemas a document uses where."""

from __future__ import annotations

from typing import Any

from handfast.spec import grammar
from handfast.spec.document import Document
from handfast.spec.media_types import PROBLEM_JSON
from handfast.spec.pointers import find, split
from handfast.spec.shapes import branches, shape
from handfast.spec.streams import Streams

STANDARD_MEMBERS = {"type", "title", "status", "detail", "instance", "error_code", "request_id", "errors"}


def unmodelled(document: Document, streams: Streams) -> set[str]:
    """The component schemas that need no model.

    `problems.py` stands for those that only problem responses need, and the classes of a tag for those that only say
    what an event of a stream is.
    """
    components = document.data.get("components", {}).get("schemas", {})
    ours: list[Any] = []
    others = streams.modelled()
    for node, tokens in _bodies(document):
        if tokens[-2:] == [PROBLEM_JSON, "schema"]:
            others += _extension_members(document, node)
        in_event = any(id(find(document.data, tokens[:end])) in streams.shells for end in range(1, len(tokens) + 1))
        (ours if PROBLEM_JSON in tokens or in_event else others).append(node)
    return (_reachable(components, ours) - _reachable(components, others)) & set(components)


def _extension_members(document: Document, schema: Any) -> list[Any]:
    """The schemas of the members that a handler gives a problem."""
    members = [shape(document, branch.schema).properties for branch in branches(document, schema)]
    return [node for found in members for name, node in found.items() if name not in STANDARD_MEMBERS]


def _bodies(document: Document) -> list[tuple[Any, list[str]]]:
    """Each schema that stands outside of the component schemas, and the tokens of its place."""
    return [
        (node, split(pointer))
        for kind, node, pointer in document.objects()
        if kind == "schema" and not pointer.startswith("/components/schemas/")
    ]


def _reachable(components: dict[str, Any], roots: list[Any]) -> set[str]:
    seen: set[str] = set()
    waiting = list(roots)
    while waiting:
        for _, node, _ in grammar.descend("schema", waiting.pop()):
            reference = node.get("$ref") if isinstance(node, dict) else None
            tokens = split(str(reference).removeprefix("#")) if reference else []
            if tokens[:2] == ["components", "schemas"] and tokens[2] not in seen:
                seen.add(tokens[2])
                waiting.append(components.get(tokens[2]))
    return seen
