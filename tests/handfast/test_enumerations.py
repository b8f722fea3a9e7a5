"""Values that are told one by one are an enumeration, and one that narrows another stands alone."""

from pathlib import Path
from typing import Any

import pytest

from handfast.rewriting.enumerations import NAMES, enumerated, narrowed, referred
from handfast.rewriting.mending import mended
from handfast.spec.document import load_as_is

CONSTANTS = [{"const": 1, "title": "SLOW"}, {"const": 2, "title": "FAST_ENOUGH"}]


def test_titles_are_the_names_of_constants() -> None:
    made = enumerated({"type": "integer", "oneOf": CONSTANTS})
    assert made == {"type": "integer", "enum": [1, 2], NAMES: ["slow", "fast_enough"]}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string"},
        {"oneOf": CONSTANTS},
        {"type": "integer", "oneOf": CONSTANTS, "enum": [1]},
        {"type": "integer", "oneOf": [{"const": 1}, {"minimum": 3}]},
        {"type": "integer", "oneOf": [{"const": True}]},
        {"type": "integer", "oneOf": [{"const": 1, "minimum": 1}]},
        {"type": "boolean", "oneOf": [{"const": True}]},
        {"type": ["integer", "null"], "oneOf": CONSTANTS},
    ],
)
def test_what_is_more_than_a_list_of_values_stays(schema: dict[str, Any]) -> None:
    assert enumerated(schema) is schema


@pytest.mark.parametrize("titles", [("SAME", "SAME"), ("ONE", ""), (None, "TWO")])
def test_titles_that_tell_nothing_apart_are_no_names(titles: tuple[str | None, ...]) -> None:
    branches = [{"const": index, "title": title} for index, title in enumerate(titles)]
    assert enumerated({"type": "integer", "oneOf": branches}) == {"type": "integer", "enum": [0, 1]}


def test_a_value_is_told_once() -> None:
    made = enumerated({"type": "integer", "anyOf": [{"const": 1, "title": "ONE"}, {"const": 1, "title": "UNA"}]})
    assert made == {"type": "integer", "enum": [1]}


def test_some_values_of_another_enumeration_stand_alone() -> None:
    wide = {"type": "integer", "oneOf": CONSTANTS}
    assert narrowed({"type": "integer", "enum": [2], "allOf": [wide]}, dict) == {"type": "integer", "enum": [2]}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "enum": [3], "allOf": [{"type": "integer", "oneOf": CONSTANTS}]},
        {"type": "integer", "enum": [2], "allOf": [{"type": "integer", "enum": [1, 2], "multipleOf": 2}]},
        {"type": "integer", "enum": [2], "allOf": [{"type": "integer"}]},
        {"type": ["integer", "null"], "enum": [2], "allOf": [{"type": "integer", "oneOf": CONSTANTS}]},
        {"enum": [2], "allOf": [{"type": "integer", "oneOf": CONSTANTS}]},
        {"type": "integer", "allOf": [{"type": "integer", "oneOf": CONSTANTS}]},
        {"type": "integer", "enum": [2]},
    ],
)
def test_what_another_says_besides_stays(schema: dict[str, Any]) -> None:
    assert narrowed(schema, dict) is schema


def test_a_branch_that_is_there_twice_is_taken_once(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {}\n"
        "components: {schemas: {A: {oneOf: [{type: string}, {type: integer}, {type: string}]}}}\n",
        encoding="utf-8",
    )
    document = mended(load_as_is(path, lenient=True))
    assert document.data["components"]["schemas"]["A"] == {"oneOf": [{"type": "string"}, {"type": "integer"}]}
    assert [finding.message for finding in document.findings] == [
        "has a branch twice, and no value could fit exactly one; it is taken once"
    ]


def test_parts_that_are_booleans_are_schemas(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {}\n"
        "components: {schemas: {A: {allOf: [true, {type: string}, false]}}}\n",
        encoding="utf-8",
    )
    document = mended(load_as_is(path, lenient=True))
    assert document.data["components"]["schemas"]["A"] == {"allOf": [{"type": "string"}, {"not": {}}]}


def test_a_type_that_is_said_again_beside_a_reference_says_nothing() -> None:
    assert referred({"type": "string", "allOf": [{"$ref": "#/a"}]}) == {"allOf": [{"$ref": "#/a"}]}
    bounded = {"type": "string", "maxLength": 3, "allOf": [{"$ref": "#/a"}]}
    assert referred(bounded) is bounded


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "allOf": [{"$ref": "#/a"}, {"$ref": "#/b"}]},
        {"type": "string", "allOf": [{"maxLength": 3}]},
        {"type": ["string", "null"], "allOf": [{"$ref": "#/a"}]},
        {"type": "object", "allOf": [{"$ref": "#/a"}]},
        {"type": "string"},
    ],
)
def test_what_says_more_than_a_reference_stays(schema: dict[str, Any]) -> None:
    assert referred(schema) is schema
