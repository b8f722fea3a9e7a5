"""Which kind of OpenAPI object stands where: the map that bundling, linting and reading share.

Source: OpenAPI 3.0.4, 3.1.1 and 3.2.0, and JSON Schema 2020-12. A kind maps field names to what they hold:
a kind, `[kind]` for a list of them, `{kind}` for a map of them. Fields that hold plain values are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from handfast.spec.pointers import child, split

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

# The kinds that `#/components` keeps, with the name of their section.
SECTIONS = {
    "schema": "schemas",
    "response": "responses",
    "parameter": "parameters",
    "example": "examples",
    "requestBody": "requestBodies",
    "header": "headers",
    "securityScheme": "securitySchemes",
    "link": "links",
    "callback": "callbacks",
    "pathItem": "pathItems",
    "mediaType": "mediaTypes",
}

_PARAMETER = {"schema": "schema", "content": "{mediaType}", "examples": "{example}"}
_SCHEMA_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SCHEMA_MAPS = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
_SCHEMAS = (
    "items", "not", "if", "then", "else", "contains", "additionalProperties", "propertyNames",
    "unevaluatedItems", "unevaluatedProperties", "additionalItems", "contentSchema",
)  # fmt: skip

FIELDS: dict[str, dict[str, str]] = {
    "document": {"paths": "{pathItem}", "webhooks": "{pathItem}", "components": "components"},
    "components": {section: f"{{{kind}}}" for kind, section in SECTIONS.items()},
    "pathItem": {
        **dict.fromkeys(METHODS, "operation"),
        "parameters": "[parameter]",
        "additionalOperations": "{operation}",
    },
    "operation": {
        "parameters": "[parameter]",
        "requestBody": "requestBody",
        "responses": "{response}",
        "callbacks": "{callback}",
    },
    "callback": {"*": "pathItem"},
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "requestBody": {"content": "{mediaType}"},
    "response": {"headers": "{header}", "content": "{mediaType}", "links": "{link}"},
    "mediaType": {
        "schema": "schema",
        "itemSchema": "schema",
        "x-item-schema": "schema",  # the same before OpenAPI 3.2
        "examples": "{example}",
        "encoding": "{encoding}",
    },
    "encoding": {"headers": "{header}"},
    "schema": {
        **dict.fromkeys(_SCHEMA_LISTS, "[schema]"),
        **dict.fromkeys(_SCHEMA_MAPS, "{schema}"),
        **dict.fromkeys(_SCHEMAS, "schema"),
    },
}


def children(kind: str, node: Any, pointer: str) -> Iterator[tuple[str, Any, str]]:
    """The OpenAPI objects directly below one, as (kind, node, pointer). Extensions and examples hold none."""
    fields = FIELDS.get(kind, {})
    for key, value in node.items() if isinstance(node, dict) else ():
        holds = fields.get(key) or (fields.get("*") if not key.startswith("x-") else None)
        if holds is None:
            continue
        place = child(pointer, key)
        if holds.startswith("{") and isinstance(value, dict):
            named = ((name, item) for name, item in value.items() if kind != "document" or not name.startswith("x-"))
            yield from ((holds[1:-1], item, child(place, name)) for name, item in named)
        elif holds.startswith("[") and isinstance(value, list):
            yield from ((holds[1:-1], item, child(place, str(index))) for index, item in enumerate(value))
        elif isinstance(value, dict) and holds[0] not in "{[":
            yield holds, value, place


def rebuilt(kind: str, node: dict[str, Any], rebuild: Callable[[str, Any, str], Any]) -> dict[str, Any]:
    """A copy of an object whose children are what `rebuild(kind, child, pointer)` makes of them."""
    copy: dict[str, Any] = {key: item.copy() if isinstance(item, dict | list) else item for key, item in node.items()}
    for child_kind, item, pointer in children(kind, node, ""):
        if not isinstance(item, dict):
            continue
        field, *rest = split(pointer)
        new = rebuild(child_kind, item, pointer)
        holder = copy[field]
        if not rest:
            copy[field] = new
        elif isinstance(holder, list):
            holder[int(rest[0])] = new
        else:
            holder[rest[0]] = new
    return copy


def descend(kind: str, node: Any, pointer: str = "") -> Iterator[tuple[str, Any, str]]:
    """Every OpenAPI object at and below one, parents first, as (kind, node, pointer)."""
    waiting = [(kind, node, pointer)]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(list(children(*here))))
