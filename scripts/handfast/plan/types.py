"""What changes in the TypeScript types that frontends get of the published document, by the names that they have there.

openapi-typescript makes `components` of the components and `operations` of what has an operationId, of a path or a
webhook; what has none stands in `paths` or `webhooks`. What is for people to read (descriptions, examples) makes no
type, and bounds of values make none either.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast.plan.changes import Change
from handfast.spec import grammar
from handfast.spec.operations import mapping

_SECTIONS = ("schemas", "responses", "parameters", "requestBodies", "headers", "pathItems")
_TYPED = ("parameters", "requestBody", "responses")
_FOR_PEOPLE = {"description", "summary", "title", "example", "examples", "externalDocs", "links", "tags"}
_BOUNDS = {
    "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "default", "deprecated",
}  # fmt: skip
# Members of a map, not fields of an object: a property may be called `title`.
_NAMED = {"properties", "patternProperties", "$defs", "responses", "headers", "content", "dependentSchemas"}
_MOST = 8


def types_changed(old: Any, new: Any) -> Iterator[Change]:
    """Each type that appears, changes or goes between two published documents."""
    before, after = _types(old), _types(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            yield Change("+", name)
        elif name not in after:
            yield Change("-", name)
        elif before[name] != after[name]:
            parts = list(_parts(before[name], after[name]))
            yield Change("~", name, (*parts[:_MOST], *([f"and {len(parts) - _MOST} more"] if parts[_MOST:] else [])))


def _types(document: Any) -> dict[str, Any]:
    components = document.get("components") or {}
    found = {
        f'components["{section}"]["{name}"]': _typed(node)
        for section in _SECTIONS
        for name, node in (components.get(section) or {}).items()
    }
    for section in ("paths", "webhooks"):
        for place, item in mapping(document.get(section)).items():
            for method in (method for method in grammar.METHODS if mapping(mapping(item).get(method))):
                name = item[method].get("operationId")
                key = f'operations["{name}"]' if name else f'{section}["{place}"]["{method}"]'
                found[key] = _operation(item, item[method])
    return found


def _operation(item: dict[str, Any], node: dict[str, Any]) -> Any:
    said = {key: node[key] for key in _TYPED if key in node}
    shared = item.get("parameters") or []
    if shared or "parameters" in said:
        said["parameters"] = [*shared, *said.get("parameters", [])]
    return _typed(said)


def _typed(node: Any, *, named: bool = False) -> Any:
    """The node without what makes no type."""
    if isinstance(node, list):
        return [_typed(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: item for key, item in node.items() if named or not (key in _FOR_PEOPLE | _BOUNDS or key.startswith("x-"))
    }
    return {key: _typed(item, named=key in _NAMED and not named) for key, item in kept.items()}


def _parts(old: Any, new: Any, place: str = "") -> Iterator[str]:
    """Where two nodes differ, each place alone."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        yield f"~ {place}"
        return
    for key in [*old, *(key for key in new if key not in old)]:
        at = f"{place}/{key}".lstrip("/")
        if key not in new:
            yield f"- {at}"
        elif key not in old:
            yield f"+ {at}"
        elif old[key] != new[key]:
            yield from _parts(old[key], new[key], at)
