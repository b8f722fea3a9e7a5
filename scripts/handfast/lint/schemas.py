"""Schemas: what clients send is closed, what anybody reads is bounded, what is declared is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast.findings import Finding
from handfast.lint.reading import whole_operations
from handfast.spec import grammar
from handfast.spec.document import Document
from handfast.spec.pointers import child, split

_STRING_BOUNDS = {"maxLength", "enum", "const", "contentSchema"}
_INTEGER_BOUNDS = ({"maximum", "exclusiveMaximum"}, {"minimum", "exclusiveMinimum"})


def closed_requests(document: Document) -> Iterator[Finding]:
    """An object that a client sends names all that it may hold."""
    for pointer, schema in _request_schemas(document):
        is_object = "object" in _types(schema) or "properties" in schema
        if is_object and schema.get("additionalProperties") is not False and "allOf" not in schema:
            where = document.locate(pointer, key=True)
            yield Finding(where, "clients send this object, and it is open: say additionalProperties: false")


def bounded_values(document: Document) -> Iterator[Finding]:
    """Text, integers and arrays have bounds. Headers may do without: what they hold is the protocol's."""
    for kind, schema, pointer in document.objects():
        if kind != "schema" or not isinstance(schema, dict) or "$ref" in schema or _in_header(document, pointer):
            continue
        types, where = _types(schema), document.locate(pointer, key=True)
        fixed = bool({"enum", "const"} & set(schema))
        if "string" in types and not _STRING_BOUNDS & set(schema):
            yield Finding(where, "text without maxLength")
        if "integer" in types and not fixed and not all(bounds & set(schema) for bounds in _INTEGER_BOUNDS):
            yield Finding(where, "an integer without minimum and maximum")
        if "array" in types and "maxItems" not in schema:
            yield Finding(where, "an array without maxItems")


def used_components(document: Document) -> Iterator[Finding]:
    """A component that nothing refers to is left over."""
    used = {
        node["$ref"].removeprefix("#")
        for _, node, _ in document.objects()
        if isinstance(node, dict) and isinstance(node.get("$ref"), str)
    }
    for section, entries in document.data.get("components", {}).items():
        for name in entries if section in ("schemas", "parameters", "responses", "headers", "links") else ():
            pointer = child("", "components", section, name)
            if pointer not in used:
                yield Finding(document.locate(pointer, key=True), f"nothing uses {name!r}")


def _request_schemas(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each schema in a request body, through its references, once."""
    waiting: list[tuple[Any, str]] = [
        (operation.body, child(operation.pointer, "requestBody"))
        for operation in whole_operations(document)
        if operation.body is not None
    ]
    waiting = [
        (media.get("schema", {}), child(pointer, "content", name, "schema"))
        for body, pointer in waiting
        for name, media in body.get("content", {}).items()
    ]
    seen: set[str] = set()
    while waiting:
        root, at = waiting.pop()
        for _, node, pointer in grammar.descend("schema", root, at):
            if not isinstance(node, dict) or pointer in seen:
                continue
            seen.add(pointer)
            reference = node.get("$ref")
            if isinstance(reference, str):
                waiting.append((document.resolve({"$ref": reference}), reference.removeprefix("#")))
            else:
                yield pointer, node


def _in_header(document: Document, pointer: str) -> bool:
    tokens = split(pointer)
    if "headers" in tokens:
        return True
    if tokens[-1] == "schema":
        holder = document.resolve(document.find("#" + pointer.rpartition("/")[0]))
        return holder.get("in") in ("header", "cookie")
    return False


def _types(schema: dict[str, Any]) -> list[str]:
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else list(types)
