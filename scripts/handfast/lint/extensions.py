"""Extensions: only known ones, where they belong, naming what is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast.findings import Finding
from handfast.lint.reading import Operation, every_operation, whole_operations
from handfast.spec.document import Document
from handfast.spec.drafts import LEVELS, STABILITY
from handfast.spec.extensions import EXTENSIONS
from handfast.spec.pointers import child


def known_extensions(document: Document) -> Iterator[Finding]:
    """Each x- word is one of ours, on the kind of object that it is for, of the right type."""
    for kind, node, pointer in document.objects():
        for name, value in node.items() if isinstance(node, dict) else ():
            if not name.startswith("x-"):
                continue
            where = document.locate(child(pointer, name), key=True)
            extension = EXTENSIONS.get(name)
            if extension is None:
                yield Finding(where, f"{name} is no extension that this house knows")
            elif kind not in extension.kinds:
                kinds = " or ".join(sorted(extension.kinds))
                yield Finding(where, f"{name} belongs on: {kinds}; not on: {kind}")
            elif not isinstance(value, extension.type):
                yield Finding(where, f"{name} takes a {_JSON_TYPES[extension.type]}")


_JSON_TYPES = {bool: "boolean", str: "text", list: "list", dict: "mapping"}


def places_of_nulls(document: Document) -> Iterator[Finding]:
    """x-nulls says first or last, of an order."""
    for kind, node, pointer in document.objects():
        if kind != "parameter" or "x-nulls" not in node:
            continue
        where = document.locate(child(pointer, "x-nulls"), key=True)
        if "x-sort" not in node:
            yield Finding(where, "x-nulls is about an order, and there is no x-sort")
        elif node["x-nulls"] not in ("first", "last"):
            yield Finding(where, "x-nulls is `first` or `last`")


def levels_of_stability(document: Document) -> Iterator[Finding]:
    """x-stability-level is one of the known words; a draft is the only one that is treated otherwise."""
    for operation in every_operation(document):
        level = operation.node.get(STABILITY, LEVELS[-1])
        if isinstance(level, str) and level not in LEVELS:
            yield operation.finding(f"{STABILITY} is one of {', '.join(LEVELS)}", STABILITY)


def comparisons(document: Document) -> Iterator[Finding]:
    """x-compare says how a filter compares."""
    for kind, node, pointer in document.objects():
        if kind != "parameter" or "x-compare" not in node:
            continue
        where = document.locate(child(pointer, "x-compare"), key=True)
        if "x-filter" not in node:
            yield Finding(where, "x-compare is about a filter, and there is no x-filter")
        elif node["x-compare"] not in (">=", ">", "<=", "<"):
            yield Finding(where, "x-compare is one of `>=`, `>`, `<=`, `<`")


def idempotency_keys(document: Document) -> Iterator[Finding]:
    """x-idempotency-key is a header."""
    for kind, node, pointer in document.objects():
        if kind == "parameter" and "x-idempotency-key" in node and node.get("in") != "header":
            where = document.locate(child(pointer, "x-idempotency-key"), key=True)
            yield Finding(where, "x-idempotency-key belongs on a header")


def counted_limits(document: Document) -> Iterator[Finding]:
    """x-counts-by is of an operation with a 429, and names who asks or what is in the body."""
    for operation in whole_operations(document):
        told = operation.node.get("x-counts-by")
        if not isinstance(told, list):
            continue
        if "429" not in operation.responses:
            yield operation.finding("x-counts-by is about a limit, and there is no 429", "x-counts-by")
        content = document.resolve(operation.node.get("requestBody", {})).get("content", {})
        bodies = [document.resolve(media.get("schema", {})).get("properties", {}) for media in content.values()]
        known = {"address", "user", *(f"body.{name}" for properties in bodies for name in properties)}
        for each in told:
            if each not in known:
                yield operation.finding(f"x-counts-by: {each!r} is none of {', '.join(sorted(known))}", "x-counts-by")


def list_extensions(document: Document) -> Iterator[Finding]:
    """What filters, searches, sorts and pages a list names properties and parameters that are there."""
    for operation in whole_operations(document):
        page = operation.node.get("x-page")
        wanted = [item for item in operation.parameters if {"x-filter", "x-search", "x-sort"} & set(item)]
        if not isinstance(page, dict):
            if wanted:
                yield operation.finding("filters or sorts a list, but has no x-page")
            continue
        body = _success_schema(operation)
        properties = document.resolve(body).get("properties", {})
        names = {item["name"] for item in operation.parameters}
        for role, known in (("items", properties), ("next", properties), ("limit", names), ("cursor", names)):
            if str(page.get(role)) not in known:
                yield operation.finding(f"x-page names no {role} that is there", "x-page")
        columns = _columns(operation, page)
        for item in wanted:
            for name in _named(item):
                if name not in columns:
                    yield operation.finding(f"the parameter {item['name']!r} names {name!r}, which no item has")


def orders(document: Document) -> Iterator[Finding]:
    """x-order names properties of what a list has."""
    for operation in whole_operations(document):
        told, page = _texts(operation.node.get("x-order")), operation.node.get("x-page")
        if len(told) < len(_listed(operation.node.get("x-order"))):
            yield operation.finding("x-order names properties, each with `-` before it if it descends", "x-order")
        if told and not isinstance(page, dict):
            yield operation.finding("x-order is about a list, and there is no x-page", "x-order")
            continue
        for name in (each.removeprefix("-") for each in told):
            if name not in _columns(operation, page):
                yield operation.finding(f"x-order names {name!r}, which no item has", "x-order")


def current_items(document: Document) -> Iterator[Finding]:
    """x-current is of a boolean."""
    for kind, node, pointer in document.objects():
        if kind == "schema" and "x-current" in node and node.get("type") != "boolean":
            yield Finding(document.locate(child(pointer, "x-current"), key=True), "x-current is of a boolean")


def _columns(operation: Operation, page: Any) -> dict[str, Any]:
    """The properties of what a list has."""
    document = operation.document
    body = document.resolve(_success_schema(operation)).get("properties", {})
    items = document.resolve(body.get(str(page.get("items")), {})).get("items", {})
    columns: dict[str, Any] = document.resolve(items).get("properties", {})
    return columns


def _success_schema(operation: Operation) -> Any:
    content = operation.responses.get("200", {}).get("content", {})
    return next((media.get("schema", {}) for media in content.values()), {})


def _named(parameter: dict[str, Any]) -> list[str]:
    """The properties; what is of the wrong type names none, and is another rule's finding."""
    property_, search, sort = (parameter.get(name) for name in ("x-filter", "x-search", "x-sort"))
    named = [property_, *(search if isinstance(search, list) else [])]
    named += sort.values() if isinstance(sort, dict) else []
    return sorted(set(_texts(named)))


def _texts(told: Any) -> list[str]:
    return [each for each in _listed(told) if isinstance(each, str)]


def _listed(told: Any) -> list[Any]:
    return told if isinstance(told, list) else []
