"""Operations: named, tagged, and with every status that they will be answered with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from handfast.findings import Finding
from handfast.lint.reading import Operation, every_operation, whole_operations
from handfast.spec.document import Document
from handfast.spec.media_types import is_form, is_json
from handfast.spec.pointers import child

_CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*")
_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_NEEDED_HEADERS = {"201": "Location", "401": "WWW-Authenticate", "429": "Retry-After", "503": "Retry-After"}


def operation_ids(document: Document) -> Iterator[Finding]:
    """Each operation has an operationId of its own, in camelCase: it names methods, types and proofs."""
    first: dict[str, Operation] = {}
    for operation in every_operation(document):
        name = str(operation.node.get("operationId") or "")
        if not name:
            yield operation.finding("has no operationId")
        elif name in first:
            where = document.locate(first[name].pointer, key=True)
            yield operation.finding(f"the operationId stands at {where} already", "operationId")
        elif not _CAMEL.fullmatch(name):
            yield operation.finding("the operationId is not camelCase", "operationId")
        first.setdefault(name, operation)


def tags_and_summaries(document: Document) -> Iterator[Finding]:
    """Each operation has one declared tag, which decides its class, and a summary."""
    declared = {tag.get("name") for tag in document.data.get("tags", [])}
    for operation in every_operation(document):
        tags = operation.node.get("tags", [])
        if len(tags) != 1:
            yield operation.finding("needs exactly one tag", *(["tags"] if tags else []))
        elif tags[0] not in declared:
            yield operation.finding(f"the tag {tags[0]!r} is not declared at the top", "tags")
        if not operation.node.get("summary"):
            yield operation.finding("has no summary")


def path_parameters(document: Document) -> Iterator[Finding]:
    """The template and the declared path parameters name the same things."""
    for operation in whole_operations(document):
        template = _TEMPLATE.findall(operation.path)
        declared = [item["name"] for item in operation.parameters if item.get("in") == "path"]
        for name in sorted(set(template) - set(declared)):
            yield operation.finding(f"the path parameter {name!r} is not declared")
        for name in sorted(set(declared) - set(template)):
            yield operation.finding(f"declares the path parameter {name!r}, which the path does not have")


def statuses(document: Document) -> Iterator[Finding]:
    """Each way to be refused has its status."""
    for operation in every_operation(document):
        if not any(status[0] in "23" for status in operation.responses):
            yield operation.finding("declares no success")
        for status, reason in _needed(operation):
            if status not in operation.responses:
                yield operation.finding(f"{reason}, but declares no {status}")
        if "503" in operation.responses and not operation.node.get("x-needs"):
            yield operation.finding("declares 503, but no x-needs says what may be down", "responses", "503")


def _needed(operation: Operation) -> Iterator[tuple[str, str]]:
    yield "500", "can fail"
    if operation.secured:
        yield "401", "is secured"
    if operation.owner is not None:
        yield "403", "has an owner in its path"
    if operation.node.get("x-needs"):
        yield "503", "needs what may be down"
    if any(item.get("in") in ("path", "query") and not item.get("x-owner") for item in operation.parameters):
        yield "422", "has parameters"
    if operation.body is not None:
        for status in ("400", "413", "415", "422") if _is_read(operation.body) else ("413", "415"):
            yield status, "takes a body"


def _is_read(body: dict[str, Any]) -> bool:
    """Whether a body can be wrong in itself: of bytes that are taken as they come, none is."""
    types = body.get("content", {})
    return not types or any(is_json(name) or is_form(name) or name.startswith("text/") for name in types)


def headers(document: Document) -> Iterator[Finding]:
    """Statuses that promise a header declare it."""
    for operation in whole_operations(document):
        for status, response in operation.responses.items():
            header = _NEEDED_HEADERS.get(status)
            if header and header.lower() not in map(str.lower, response.get("headers", {})):
                yield operation.finding(f"{status} declares no {header}", "responses", status)


def security_schemes(document: Document) -> Iterator[Finding]:
    """Each scheme that security names is declared, so that there is somebody to check it."""
    declared = document.data.get("components", {}).get("securitySchemes", {})
    places = [("", document.data), *((operation.pointer, operation.node) for operation in every_operation(document))]
    for pointer, node in places:
        for index, alternative in enumerate(node.get("security", [])):
            for name in alternative:
                if name not in declared:
                    where = document.locate(child(pointer, "security", str(index), name), key=True)
                    yield Finding(where, f"the security scheme {name!r} is not declared")
