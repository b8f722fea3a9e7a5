"""Ownership: whose a resource is, and which link makes one, so that its isolation can be proved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast.findings import Finding
from handfast.lint.reading import Operation, whole_operations
from handfast.spec.document import Document
from handfast.spec.drafts import is_draft
from handfast.spec.shapes import shape


def owners(document: Document) -> Iterator[Finding]:
    """A secured operation says whose its data is; an owner stands only behind security."""
    for operation in whole_operations(document):
        caller_owned = operation.node.get("x-caller-owned") is True
        if operation.owner is not None and not operation.secured:
            yield operation.finding("has an owner in its path, but is not secured")
        if operation.secured and operation.owner is None and not caller_owned:
            yield operation.finding("is secured, but neither an x-owner parameter nor x-caller-owned says whose it is")
        if operation.owner is not None and caller_owned:
            yield operation.finding("has an owner in its path and x-caller-owned; one of them is enough")


def links(document: Document) -> Iterator[Finding]:
    """A link leads to an operation that exists, by parameters that it has."""
    targets = {operation.name: operation for operation in whole_operations(document)}
    for operation in targets.values():
        for status, name, link in _links(operation):
            target = targets.get(link.get("operationId", ""))
            at = ("responses", status)
            if target is None:
                yield operation.finding(f"the link {name!r} leads to no operation", *at)
                continue
            known = {item["name"] for item in target.parameters}
            for parameter in link.get("parameters", {}):
                if parameter.rpartition(".")[2] not in known:
                    message = f"the link {name!r} sets {parameter!r}, which {target.name} does not have"
                    yield operation.finding(message, *at)


def added_rows(document: Document) -> Iterator[Finding]:
    """What a link adds to a list is told by properties that a row of it has."""
    targets = {operation.name: operation for operation in whole_operations(document)}
    for operation in targets.values():
        for status, name, link in _links(operation):
            target, added = targets.get(link.get("operationId", "")), link.get("x-adds", [])
            if target is None or not isinstance(added, list) or not added:
                continue
            at = ("responses", status)
            if "x-page" not in target.node:
                yield operation.finding(f"the link {name!r} adds to {target.name}, which is no list", *at)
                continue
            columns = _columns(target)
            for row in added:
                if not isinstance(row, dict) or not row:
                    yield operation.finding(f"the link {name!r} adds something that is no row: {row!r}", *at)
                    continue
                for column in sorted(map(str, row.keys() - columns)):
                    message = f"the link {name!r} adds a row with {column!r}, which no row of {target.name} has"
                    yield operation.finding(message, *at)


def _columns(operation: Operation) -> set[str]:
    """The properties of a row of a list."""
    document, page = operation.document, operation.node["x-page"]
    content = operation.responses.get("200", {}).get("content", {})
    body: Any = next((media.get("schema", {}) for media in content.values()), {})
    rows = shape(document, body).properties.get(str(page.get("items"))) if isinstance(page, dict) else None
    items = (document.resolve(rows) or {}).get("items")
    return set(shape(document, items).properties) if items is not None else set()


def made_by_a_link(document: Document) -> Iterator[Finding]:
    """Each path parameter that names a resource is set by a link from what makes or lists it; drafts prove nothing."""
    found = [operation for operation in whole_operations(document) if not is_draft(operation.node)]
    made = {
        (link.get("operationId"), parameter.rpartition(".")[2])
        for operation in found
        for _, _, link in _links(operation)
        for parameter in link.get("parameters", {})
    }
    for operation in found:
        for item in operation.parameters if operation.secured else ():
            resource = item.get("in") == "path" and not item.get("x-owner")
            if resource and (operation.name, item["name"]) not in made:
                yield operation.finding(f"no link makes {item['name']!r}, so its isolation cannot be proved")


def _links(operation: Operation) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for status, response in operation.responses.items():
        for name, link in response.get("links", {}).items():
            yield status, name, operation.document.resolve(link)
