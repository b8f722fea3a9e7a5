"""The document as the rules read it: operations with their references followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from handfast.findings import Finding
from handfast.spec.document import Document
from handfast.spec.operations import operations, parameters
from handfast.spec.pointers import child


@dataclass(frozen=True)
class Operation:
    """An operation, its references followed; what a broken one leads to is empty."""

    document: Document
    pointer: str
    path: str
    method: str
    node: dict[str, Any]

    def finding(self, message: str, *tokens: str) -> Finding:
        """A finding at the operation, or at a node below it."""
        at = child(self.pointer, *tokens)
        return Finding(self.document.locate(at, key=True), f"{self.name}: {message}")

    @property
    def name(self) -> str:
        return str(self.node.get("operationId") or f"{self.method.upper()} {self.path}")

    @cached_property
    def parameters(self) -> list[dict[str, Any]]:
        return parameters(self.document, self.path, self.node)

    @cached_property
    def responses(self) -> dict[str, dict[str, Any]]:
        found = self.node.get("responses", {})
        return {status: self.document.resolve(response) for status, response in found.items()}

    @cached_property
    def body(self) -> dict[str, Any] | None:
        body = self.document.resolve(self.node.get("requestBody"))
        return body if isinstance(body, dict) and body else None

    @property
    def secured(self) -> bool:
        return bool(self.node.get("security", self.document.data.get("security")))

    @property
    def owner(self) -> dict[str, Any] | None:
        return next((item for item in self.parameters if item.get("x-owner") is True), None)


def every_operation(document: Document) -> Iterator[Operation]:
    """The operations in the document's order, for rules that a broken reference does not mislead."""
    for pointer, path, method, node in operations(document):
        yield Operation(document, pointer, path, method, node)


def whole_operations(document: Document) -> Iterator[Operation]:
    """Those without a broken reference, for rules that look at what references lead to."""
    for operation in every_operation(document):
        item = child("", "paths", operation.path)
        around = tuple(f"{at}/" for at in (child(item, "parameters"), operation.pointer))
        if not any(broken == item or broken.startswith(around) for broken in document.broken):
            yield operation
