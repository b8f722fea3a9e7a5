"""Directions: what is only read does not have to be sent, and what is only written does not have to be answered.

A property that is required and `readOnly` is required of answers alone, one that is `writeOnly` of requests alone. A
class stands for both, so in one that is used both ways neither is required; what requests have to have is noted, as a
rule holds it against them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from handfast.spec import grammar
from handfast.spec.document import Document
from handfast.spec.operations import operations, parameters, responses
from handfast.spec.shapes import shape

SENT = "x-handfast-sent"
"""On a schema that is used both ways: the properties that are required of requests alone."""


def directed(document: Document) -> Document:
    """The same document, mended before, with less that is required."""
    if not any(_is_one_way(node) for kind, node, _ in document.objects() if kind == "schema"):
        return document
    sent, answered = _Reached(document), _Reached(document)
    for _, path, _, node in operations(document):
        sent.add(_schemas(document, node.get("requestBody")))
        for parameter in parameters(document, path, node):
            sent.add(iter([parameter["schema"]] if "schema" in parameter else []))
            sent.add(_schemas(document, parameter))
        for _, response in responses(node):
            answered.add(_schemas(document, response))
    sent.relax("readOnly")
    for node, names in answered.relax("writeOnly"):
        if id(node) in sent.nodes:
            node[SENT] = names
    return document


def _is_one_way(node: Any) -> bool:
    return isinstance(node, dict) and (node.get("readOnly") is True or node.get("writeOnly") is True)


def _schemas(document: Document, body: Any) -> Iterator[Any]:
    found = document.resolve(body)
    content = found.get("content") if isinstance(found, dict) else None
    for media in (content or {}).values():
        node = document.resolve(media)
        yield from (node[key] for key in ("schema", "itemSchema", "x-item-schema") if key in node)


@dataclass
class _Reached:
    """The schemas that go one way."""

    document: Document
    nodes: dict[int, dict[str, Any]] = field(default_factory=dict)

    def add(self, schemas: Iterator[Any]) -> None:
        waiting = list(schemas)
        while waiting:
            for kind, node, _ in grammar.descend("schema", waiting.pop()):
                if kind != "schema" or not isinstance(node, dict) or id(node) in self.nodes:
                    continue
                self.nodes[id(node)] = node
                if "$ref" in node:
                    waiting.append(self._target(node["$ref"]))

    def _target(self, reference: str) -> Any:
        try:
            return self.document.find(reference)
        except LookupError:
            return None

    def relax(self, direction: str) -> list[tuple[dict[str, Any], list[str]]]:
        """Takes from `required` what only goes the other way, and says where."""
        relaxed = []
        for node in self.nodes.values():
            if node.get("required"):
                properties = shape(self.document, node).properties
                other = {name for name in node["required"] if self._is(properties.get(name), direction)}
                if other:
                    node["required"] = [name for name in node["required"] if name not in other]
                    relaxed.append((node, sorted(other)))
        return relaxed

    def _is(self, schema: Any, direction: str) -> bool:
        node = self.document.resolve(schema)
        beside = isinstance(schema, dict) and schema.get(direction) is True
        return beside or (isinstance(node, dict) and node.get(direction) is True)
