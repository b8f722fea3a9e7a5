"""The Python type of a schema where no model stands for it."""

from typing import Any

import pytest

from handfast.model.decoders import Decoders
from handfast.model.schemas import Schemas
from handfast.model.types import Types
from handfast.spec.document import load
from tests.handfast.documents import Write


@pytest.fixture
def types(write: Write) -> Types:
    document = load(
        write(
            """
            openapi: 3.1.0
            info: {title: "", version: ""}
            components:
              schemas:
                Note: {type: object}
                Colour: {type: string, enum: [red]}
                Name: {type: string, maxLength: 5}
                Names: {type: array, items: {type: string}}
            """
        )
    )
    classes = {f"/components/schemas/{name}": name for name in ("Note", "Colour", "Name", "Names")}
    return Types(document, Schemas(classes=classes))


def named(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    ("schema", "plain", "bounded"),
    [
        ({"type": "string"}, "str", "str"),
        (
            {"type": "string", "minLength": 1, "pattern": "^a"},
            "str",
            "Annotated[str, Field(min_length=1, pattern='^a')]",
        ),
        ({"type": "integer", "minimum": 1, "maxLength": 5}, "int", "Annotated[int, Field(ge=1)]"),
        ({"type": "integer", "exclusiveMaximum": 9}, "int", "Annotated[int, Field(lt=9)]"),
        ({"type": "integer", "maximum": 9, "exclusiveMaximum": True}, "int", "Annotated[int, Field(lt=9)]"),
        ({"type": "integer", "maximum": 9, "exclusiveMaximum": False}, "int", "Annotated[int, Field(le=9)]"),
        ({"type": "number"}, "float", "Annotated[float, Field(allow_inf_nan=False)]"),
        ({"type": "boolean"}, "bool", "bool"),
        ({"type": ["integer", "null"], "minimum": 1}, "int | None", "Annotated[int, Field(ge=1)] | None"),
        ({"type": "integer", "nullable": True}, "int | None", "int | None"),
        ({"type": ["string", "integer"]}, "str | int", "str | int"),
        ({"type": "string", "format": "date"}, "date", "DateText"),
        ({"type": "string", "format": "made-up"}, "str", "str"),
        ({"type": "object", "properties": {"a": {}}}, "dict[str, Any]", "dict[str, Any]"),
        ({"type": "array", "items": {"type": "integer"}}, "list[int]", "list[int]"),
        ({"type": "array"}, "list[Any]", "list[Any]"),
        (
            {"type": "array", "maxItems": 2, "items": {"type": "string", "maxLength": 1}},
            "list[str]",
            "Annotated[list[Annotated[str, Field(max_length=1)]], Field(max_length=2)]",
        ),
        ({"type": "string", "enum": ["a", "it's"]}, "Literal['a', \"it's\"]", "Literal['a', \"it's\"]"),
        ({"const": 7}, "Literal[7]", "Literal[7]"),
        ({}, "Any", "Any"),
        (True, "Any", "Any"),
        (None, "Any", "Any"),
        ({"oneOf": [{"type": "string"}, named("Note")]}, "str | Note", "str | schemas.Note"),
        (named("Note"), "Note", "schemas.Note"),
        (named("Colour"), "Colour", "schemas.Colour"),
        (named("Names"), "Names", "schemas.Names"),
        (named("Name"), "str", "Annotated[str, Field(max_length=5)]"),
        ({"type": "array", "items": named("Note")}, "list[Note]", "list[schemas.Note]"),
    ],
)
def test_a_signature_gets_it_plain_and_a_validator_bounded(types: Types, schema: Any, plain: str, bounded: str) -> None:
    found = types.of(schema)
    assert (found.plain, found.bounded) == (plain, bounded)


@pytest.mark.parametrize(
    ("schema", "decoder"),
    [
        ({"type": "string"}, "text"),
        ({"type": "integer"}, "integer"),
        ({"type": ["number", "null"]}, "nullable(number)"),
        ({"type": ["string", "null"]}, "text"),
        ({"type": ["string", "null"], "format": "date-time"}, "nullable(text)"),
        ({"type": ["string", "null"], "format": "hostname"}, "text"),
        ({"type": ["integer", "string", "null"]}, "first_of(integer, text)"),
        ({"type": ["integer", "boolean", "null"]}, "nullable(first_of(integer, boolean))"),
        ({"type": "integer", "nullable": True}, "nullable(integer)"),
        ({"type": ["array", "null"], "items": {"type": ["integer", "null"]}}, "array(nullable(integer))"),
        ({"type": ["array", "null"], "items": {"type": "integer"}}, "array(integer, nullable=True)"),
        ({"type": ["array", "null"], "items": {"enum": ["a"]}}, "array(text, nullable=True)"),
        ({"type": ["array", "null"], "items": {"type": "string"}}, "array(text)"),
        ({"type": ["array", "null"], "items": {"type": "string", "minLength": 5}}, "array(text, nullable=True)"),
        ({"type": ["array", "null"], "items": {"type": "string", "pattern": "^x"}}, "array(text, nullable=True)"),
        ({"type": ["array", "null"], "items": {"type": "string"}, "minItems": 2}, "array(text, nullable=True)"),
        ({"type": ["array", "null"]}, "array(texts)"),
        ({"type": ["object", "null"], "additionalProperties": False}, "fields({}, nullable=True)"),
        ({"enum": ["a", None]}, "nullable(text)"),
        ({"enum": ["null", None]}, "text"),
        ({"enum": [None]}, "null"),
        ({"type": "boolean"}, "boolean"),
        ({"type": ["integer", "string"]}, "first_of(integer, text)"),
        ({"type": "array", "items": {"type": "integer"}}, "array(integer)"),
        ({"type": "array"}, "array(texts)"),
        (named("Names"), "array(text)"),
        ({}, "texts"),
        ({"nullable": True, "description": "Anything."}, "texts"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "nullable(integer)"),
        (
            {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            "first_of(text, array(text))",
        ),
        ({"type": "object", "properties": {"a": {"type": "integer"}}}, "fields({'a': integer}, text)"),
        (
            {"type": "object", "properties": {"a": {"type": "boolean"}}, "additionalProperties": False},
            "fields({'a': boolean})",
        ),
        ({"enum": [1, "a"]}, "first_of(integer, text)"),
    ],
)
def test_a_decoder_reads_its_text(types: Types, schema: Any, decoder: str) -> None:
    assert Decoders(types.document).of(schema) == decoder
