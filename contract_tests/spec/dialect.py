"""Schemas of OpenAPI 3.0 in the words of 3.1, those of JSON Schema: whoever reads them knows one dialect."""

from typing import Any

from contract_tests.spec.sources import Mapping

MODERN = "3.1.0"
_ALTERNATIVES = ("allOf", "oneOf", "$ref")


def is_old(data: Mapping) -> bool:
    return str(data.get("openapi", "")).startswith("3.0")


def modernised(schema: Mapping) -> Mapping:
    """One schema of 3.0 as 3.1 has it; those in it are so already."""
    if "$ref" in schema:
        return Mapping({"$ref": schema["$ref"]}).placed_as(schema)  # nothing else counts beside it
    told: dict[str, Any] = {key: item for key, item in schema.items() if key not in ("nullable", "example")}
    if "example" in schema:
        told["examples"] = [schema["example"]]
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(told.get(exclusive), bool):
            is_exclusive = told.pop(exclusive)
            if is_exclusive and bound in told:
                told[exclusive] = told.pop(bound)
    return Mapping(_nullable(told) if schema.get("nullable") is True else told).placed_as(schema)


def _nullable(told: dict[str, Any]) -> dict[str, Any]:
    if None not in told.get("enum", [None]):
        told["enum"] = [*told["enum"], None]
    if isinstance(told.get("type"), str):
        told["type"] = [told["type"], "null"]
    if "anyOf" in told:
        told["anyOf"] = [*told["anyOf"], {"type": "null"}]
        return told
    several = {key: told.pop(key) for key in _ALTERNATIVES if key in told}
    return {**told, "anyOf": [several, {"type": "null"}]} if several else told
