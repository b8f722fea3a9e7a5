"""Valid values made from schemas, for requests that a recipe has to fill in."""

from typing import Any
from uuid import uuid4

from contract_tests.inputs.patterns import matching
from contract_tests.inputs.values import bounds, fits
from contract_tests.spec.document import Document, Operation
from contract_tests.spec.schemas import merged

_NOTHING = "00000000-0000-4000-8000-000000000000"
_NOBODY = "x"
_FAR = 1_000_003
_BY_FORMAT = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "time": "03:04:05Z",
    "uri": "https://contract.example/",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
}


def sample_body(operation: Operation, media_type: str) -> Any:
    """A body that the operation takes: its first example, or one made from the schema; e-mails and UUIDs are new."""
    media = operation.bodies[media_type]
    document = operation.document
    schema = media.get("schema", {})
    examples = [example["value"] for example in media.get("examples", {}).values() if "value" in example]
    if "example" in media:
        examples.append(media["example"])
    return renewed(document, schema, examples[0]) if examples else sample(document, schema)


def sample_parameters(operation: Operation, place: str) -> dict[str, str]:
    """The parameters that have to be sent in the query or the header."""
    return {
        each["name"]: as_text(each.get("example", sample(operation.document, each.get("schema", {}))))
        for each in operation.parameters
        if each["in"] == place and each.get("required")
    }


def sample_headers(operation: Operation) -> dict[str, str]:
    """The headers that have to be sent; where a version has to be named, whatever version is there will do.

    A key that tells requests apart is new each time.
    """
    needed = sample_parameters(operation, "header")
    if operation.idempotency_key in needed:
        needed[operation.idempotency_key] = new_key(operation)
    if operation.takes_header("If-Match") and (operation.declares(428) or any(map(_is_version, needed))):
        needed = {name: value for name, value in needed.items() if not _is_version(name)} | {"If-Match": "*"}
    return needed


def new_key(operation: Operation) -> str:
    """A value of the header that tells requests apart, which no request had yet."""
    schemas = [each.get("schema", {}) for each in operation.parameters if each["name"] == operation.idempotency_key]
    return str(unheard_of(operation.document, schemas[0]))


def unheard_of(document: Document, schema: Any) -> Any:
    """A value that nobody has said yet, as far as the schema has so many."""
    fresh = uuid4()
    spellings: list[Any] = [str(fresh), fresh.hex, f"a{fresh.hex[:11]}", fresh.hex[:6], fresh.int % 1_000_000_000]
    spellings += bounds(document, schema)
    return next((each for each in spellings if fits(document, schema, each)), str(fresh))


def _is_version(name: str) -> bool:
    return name.lower() == "if-match"


def as_text(value: Any) -> str:
    """A value as it stands in a query or a header."""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def sample(document: Document, schema: Any) -> Any:
    """A value that the schema takes, with as little in it as it allows."""
    schema = document.resolved(schema)
    if schema is True or not schema:
        return "x"
    for keyword in ("allOf", "anyOf", "oneOf"):
        if keyword in schema:
            rest = {key: item for key, item in schema.items() if key != keyword}
            branches = schema[keyword] if keyword == "allOf" else schema[keyword][:1]
            return sample(document, merged([rest, *(document.resolved(branch) for branch in branches)]))
    if "const" in schema:
        return schema["const"]
    for keyword in ("examples", "enum"):
        if schema.get(keyword):
            return renewed(document, schema, schema[keyword][0])
    if "default" in schema:
        return schema["default"]
    return _by_type(document, schema)


def _by_type(document: Document, schema: Any) -> Any:
    kind = schema.get("type", "object" if "properties" in schema else "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        properties = schema.get("properties", {})
        return {name: sample(document, properties.get(name, True)) for name in schema.get("required", [])}
    if kind == "array":
        return [sample(document, schema.get("items", True)) for _ in range(schema.get("minItems", 0))]
    if kind in ("integer", "number"):
        return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
    if kind == "string":
        text = _BY_FORMAT.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))
        if "pattern" in schema and not fits(document, schema, text):
            text = next((each for each in matching(schema["pattern"]) if fits(document, schema, each)), text)
        return renewed(document, schema, text)
    return {"boolean": True, "null": None}[kind]


def reference(document: Document, schema: Any) -> Any:
    """What stands in a body for the id of a thing, or for a list of such ids, until one is there."""
    schema = document.resolved(schema)
    if schema.get("type") == "array":
        return [reference(document, schema.get("items", {}))]
    return _NOTHING if schema.get("format") == "uuid" else _NOBODY


def renewed(document: Document, schema: Any, value: Any) -> Any:
    """The value, with what has to be unique made new: e-mail addresses and UUIDs."""
    schema = document.resolved(schema)
    if isinstance(schema, dict) and isinstance(value, dict):
        properties = schema.get("properties", {})
        return {name: renewed(document, properties.get(name), item) for name, item in value.items()}
    if isinstance(schema, dict) and isinstance(value, list):
        return [renewed(document, schema.get("items"), item) for item in value]
    kind = schema.get("format") if isinstance(schema, dict) else None
    if kind == "email":
        return f"{uuid4().hex}@contract.example"
    return str(uuid4()) if kind == "uuid" else value


def absent(operation: Operation, name: str, value: str) -> str:
    """A value of a path parameter that nothing has: far from one that is there, as ids may be counted."""
    parameter = next(each for each in operation.parameters if (each["in"], each["name"]) == ("path", name))
    if value.isdecimal() and str(int(value)) == value:
        far, schema = int(value) + _FAR, parameter.get("schema", {})
        if fits(operation.document, schema, far) or fits(operation.document, schema, str(far)):
            return str(far)
    return altered(value)


def altered(name: str) -> str:
    """An id of the same shape that nothing has."""
    last = name[-1]
    return name[:-1] + ("1" if last == "0" else "0" if last.isdigit() else "b" if last == "a" else "a")
