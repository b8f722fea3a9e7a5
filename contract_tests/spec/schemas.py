"""Schemas as a reader sees them: references followed, parts put together, alternatives side by side."""

from collections.abc import Iterator
from typing import Any

from contract_tests.spec.document import Document, Operation

Leaf = tuple[str, ...]

_KIND_OF = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null", list: "array"}


def is_json(media_type: str | None) -> bool:
    return media_type is not None and (media_type == "application/json" or media_type.endswith("+json"))


def flat(document: Document, schema: Any) -> dict[str, Any]:
    """The schema itself, with everything of `allOf` in it."""
    schema = document.resolved(schema)
    if not isinstance(schema, dict):
        return {}
    if "allOf" not in schema:
        return schema
    rest = {key: item for key, item in schema.items() if key != "allOf"}
    return merged([*(flat(document, branch) for branch in schema["allOf"]), rest])


def merged(schemas: list[Any]) -> dict[str, Any]:
    """One schema for what has to fit them all, as far as properties go; of other keywords the last one counts."""
    result: dict[str, Any] = {}
    for schema in schemas:
        properties = {**result.get("properties", {}), **schema.get("properties", {})}
        required = [*result.get("required", []), *schema.get("required", [])]
        result |= schema
        if properties:
            result["properties"] = properties
        if required:
            result["required"] = required
    return result


def branches(document: Document, schema: Any) -> Iterator[dict[str, Any]]:
    """The alternatives of a schema, each with what stands beside them."""
    schema = flat(document, schema)
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            rest = {key: item for key, item in schema.items() if key != keyword}
            for branch in schema[keyword]:
                yield from branches(document, merged([rest, flat(document, branch)]))
            return
    yield schema


def kinds(schema: dict[str, Any]) -> set[str]:
    """The JSON types that a schema without alternatives speaks of."""
    if "type" in schema:
        kind = schema["type"]
        return set(kind) if isinstance(kind, list) else {kind}
    fixed = [schema["const"]] if "const" in schema else schema.get("enum", [])
    if fixed:
        return {_KIND_OF.get(type(each), "object") for each in fixed}
    return {"object"} if "properties" in schema else {"string"}


def properties(document: Document, schema: Any) -> dict[str, Any]:
    """All the properties that an object of this schema may have, in any of its alternatives."""
    found: dict[str, Any] = {}
    for branch in branches(document, schema):
        found |= branch.get("properties", {})
    return found


def leaves(document: Document, schema: Any) -> dict[Leaf, Any]:
    """The properties that hold no others, by their way down."""
    found: dict[Leaf, Any] = {}
    for name, item in properties(document, schema).items():
        below = leaves(document, item)
        if below:
            found |= {(name, *rest): leaf for rest, leaf in below.items()}
        else:
            found[(name,)] = item
    return found


def is_nullable(document: Document, schema: Any) -> bool:
    return any("null" in kinds(branch) for branch in branches(document, schema))


def has_format(document: Document, schema: Any, name: str) -> bool:
    return any(branch.get("format") == name for branch in branches(document, schema))


def is_free_text(document: Document, schema: Any) -> bool:
    """Whether any text within bounds may stand there, but for what a pattern keeps out."""
    return all(
        kinds(branch) <= {"string", "null"} and not {"enum", "const", "format"} & branch.keys()
        for branch in branches(document, schema)
    )


def answer_schema(operation: Operation) -> Any:
    """The schema of the first JSON body that a success has, or None."""
    for status in operation.successes:
        for media_type, media in operation.responses[status].get("content", {}).items():
            if is_json(media_type) and "schema" in media:
                return media["schema"]
    return None


def request_schema(operation: Operation, media_type: str | None = None) -> Any:
    """The schema of the request body, of its first JSON media type if none is told, or None."""
    for name, media in operation.bodies.items():
        if name == (media_type or name) and is_json(name) and "schema" in media:
            return media["schema"]
    return None
