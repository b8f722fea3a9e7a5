"""Values made of schemas: they fit, they are the same every time, and what is offered comes first."""

import json
from pathlib import Path
from typing import Any

import pytest

from handfast.examples.schemas import Schemas
from handfast.examples.synthesis import Synthesis
from handfast.examples.unfit import Endless, Unfit
from handfast.rewriting.mending import mended
from handfast.spec.document import load_as_is

NODE = {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
TREE = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "parent": {"$ref": "#/components/schemas/Tree"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
    },
}
CAT = {
    "type": "object",
    "required": ["kind", "lives"],
    "properties": {"kind": {"type": "string"}, "lives": {"const": 9}},
}
DOG = {
    "type": "object",
    "required": ["kind", "bark"],
    "properties": {"kind": {"type": "string"}, "bark": {"type": "string"}},
}
PET = {
    "oneOf": [{"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Cat"}],
    "discriminator": {"propertyName": "kind", "mapping": {"woof": "#/components/schemas/Dog"}},
}


class Made:
    """What is made of a schema in a document of a version, and what was said of its examples."""

    def __init__(self, folder: Path, schema: Any, version: str = "3.1.0") -> None:
        components = {"Node": NODE, "Tree": TREE, "Cat": CAT, "Dog": DOG, "Pet": PET, "It": schema}
        document = {"openapi": version, "info": {}, "paths": {}, "components": {"schemas": components}}
        path = folder / "openapi.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        self.schemas = Schemas(mended(load_as_is(path, lenient=True)))
        self.notes: list[str] = []
        self.synthesis = Synthesis(self.schemas, lambda pointer, message: self.notes.append(f"{pointer}: {message}"))

    @property
    def value(self) -> Any:
        schema = {"$ref": "urn:document#/components/schemas/It"}
        made = self.synthesis.value(schema)
        assert self.schemas.misfit(schema, made) is None
        return made


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 5, "exclusiveMaximum": 7, "multipleOf": 3},
        {"type": "integer", "maximum": -10},
        {"type": "number", "exclusiveMinimum": 0, "maximum": 0.25},
        {"type": "number", "multipleOf": 0.01, "minimum": 0.015},
        {"type": "number", "multipleOf": 0.1, "minimum": 0.1, "maximum": 0.1},
        {"type": "number", "multipleOf": 0.07, "exclusiveMinimum": 0.07, "maximum": 0.14},
        {"type": "number", "multipleOf": 1e-8, "exclusiveMinimum": 0, "maximum": 1e-6},
        {"allOf": [{"type": "number", "multipleOf": 0.4}, {"multipleOf": 0.6}, {"minimum": 1}]},
        {"type": "string", "minLength": 40, "maxLength": 41},
        {"type": "string", "maxLength": 2},
        {"type": "string", "format": "uri", "minLength": 60},
        {"type": "string", "pattern": "^[A-Z]{2}[0-9]{3,}$", "minLength": 30},
        {"type": "string", "pattern": r"^(?!https?://)[^\s]+$"},
        {"type": "string", "pattern": r"^\p{Lu}+$"},
        {"type": "string", "pattern": r"^[^\x00]*$", "minLength": 3},
        {"type": "array", "items": {"enum": ["a", "b", "c"]}, "minItems": 3, "uniqueItems": True},
        {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "boolean"}}}, "minItems": 2,
         "uniqueItems": True},
        {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
        {"type": "array", "contains": {"const": 7}},
        {"type": "array", "contains": {"const": 7}, "minContains": 2, "items": {"type": "integer"}},
        {"type": "object", "properties": {"ratio": {"type": "string", "enum": [169, 43]}, "a": {"const": "a"}}},
        {"type": "array", "items": {"type": "string", "enum": [169, 43]}},
        {"oneOf": [{"type": "integer"}, {"type": "number"}]},
        {"oneOf": [{"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "object"}]},
        {"oneOf": [{"type": "object", "properties": {name: {"type": "string"}}} for name in "abc"]},
        {"oneOf": [{"type": "object", "properties": {"a": {"enum": ["x", "y"]}}},
                   {"type": "object", "properties": {"a": {"enum": ["x"]}}}]},
        {"oneOf": [{"$ref": "#/components/schemas/Tree"}, {"type": "object", "properties": {"b": {"type": "null"}}}]},
        {"type": "object", "minProperties": 3, "additionalProperties": {"type": "integer"},
         "propertyNames": {"pattern": "^k[0-9]$"}},
        {"type": "object", "patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": False,
         "minProperties": 1},
        {"allOf": [{"type": "object", "required": ["a"]}, {"properties": {"a": {"type": "integer", "minimum": 4}}}]},
        {"allOf": [{"type": ["string", "null"], "minLength": 4}, {"maxLength": 4}]},
        {"anyOf": [{"type": "object", "required": ["a"]}, {"type": "object", "required": ["b"]}],
         "properties": {"a": {"type": "string"}, "b": {"type": "string"}}},
        {"oneOf": [{"required": ["a"]}, {"required": ["b"]}], "type": "object",
         "properties": {"a": {"type": "string"}, "b": {"type": "string"}}},
        {"type": "object", "properties": {"a": {"type": "string"}, "b": {}}, "not": {"required": ["b"]}},
        {"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "type": "object",
         "required": ["a"], "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}},
        {"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "integer"}},
        {"$ref": "#/components/schemas/Tree", "description": "with siblings", "required": ["children"]},
        {"type": ["null", "integer"]},
        {"type": "string", "enum": ["a"], "default": "b"},
        True,
        {},
    ],
)  # fmt: skip
def test_what_is_made_fits_and_is_the_same_again(tmp_path: Path, schema: Any) -> None:
    assert Made(tmp_path, schema).value == Made(tmp_path, schema).value


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "example": "as given", "default": "no"}, "as given"),
        ({"type": "string", "examples": ["first", "second"]}, "first"),
        ({"type": "integer", "default": 0}, 0),
        ({"type": ["string", "null"], "default": None}, "text"),
        ({"type": "object", "properties": {"id": {"type": "integer", "example": 4}}}, {"id": 4}),
        ({"type": "string", "format": "date"}, "2026-01-01"),
        ({"$ref": "#/components/schemas/Tree"}, {"name": "name", "children": []}),
        ({"$ref": "#/components/schemas/Pet"}, {"kind": "woof", "bark": "bark"}),
    ],
)
def test_what_is_offered_comes_first(tmp_path: Path, schema: Any, expected: Any) -> None:
    assert Made(tmp_path, schema).value == expected


def test_an_example_that_breaks_its_schema_is_passed_over(tmp_path: Path) -> None:
    made = Made(tmp_path, {"type": "integer", "example": "four", "minimum": 3})
    assert made.value == 3
    [note] = made.notes
    assert note.startswith("/components/schemas/It/example: the example breaks its own schema and is passed over: ")
    assert note.endswith('"four" is not of type "integer"')


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer", "nullable": True, "enum": [5]}, 5),
        ({"type": "integer", "minimum": 3, "exclusiveMinimum": True}, 4),
        ({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "writeOnly": True}}}, {}),
        ({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "readOnly": True}}}, {"a": "a"}),
        ({"$ref": "#/components/schemas/Cat", "type": "string"}, {"kind": "kind", "lives": 9}),
    ],
)
def test_a_document_of_3_0_is_read_as_such(tmp_path: Path, schema: Any, expected: Any) -> None:
    assert Made(tmp_path, schema, "3.0.3").value == expected


@pytest.mark.parametrize(
    ("schema", "kind", "reason"),
    [
        ({"$ref": "#/components/schemas/Node"}, Endless, "next: Node holds itself"),
        ({"type": "integer", "minimum": 3, "maximum": 2}, Unfit, "no whole number is within its bounds"),
        ({"type": "array", "items": {"type": "boolean"}, "minItems": 3, "uniqueItems": True}, Unfit, "different items"),
        ({"type": "object", "required": ["a"], "properties": {"a": False}}, Unfit, "`false` allows nothing"),
        ({"allOf": [{"type": "string"}, {"type": "integer"}]}, Unfit, "nothing was found"),
        ({"type": "string", "pattern": "^(?=a)b"}, Unfit, "no text was found that fits pattern"),
    ],
)
def test_what_nothing_fits_says_why(tmp_path: Path, schema: Any, kind: type[Unfit], reason: str) -> None:
    with pytest.raises(kind, match=reason):
        _ = Made(tmp_path, schema).value
