"""What schemas amount to: members and branches."""

from typing import Any

import pytest

from handfast.rewriting.branching import tags
from handfast.rewriting.extending import extends, values_of
from handfast.spec.document import Document
from handfast.spec.shapes import branches, shape


def document(**schemas: Any) -> Document:
    return Document({"components": {"schemas": schemas}}, [], {})


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def test_members_of_all_parts_count_and_the_last_word_narrows() -> None:
    base = {"required": ["a"], "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}
    own = {"allOf": [ref("Base"), {"properties": {"a": {"const": "x"}}}], "required": ["b"], "properties": {"c": {}}}
    found = shape(document(Base=base), own)
    assert found.properties == {"a": {"type": "string", "const": "x"}, "b": {"type": "integer"}, "c": {}}
    assert found.required == {"a", "b"}


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ({"type": "string"}, {"type": ["string", "null"]}, {"type": "string"}),
        ({"type": ["string", "null"]}, {"type": "string"}, {"type": "string"}),
        ({"type": ["string", "integer", "null"]}, {"type": ["null", "string"]}, {"type": ["string", "null"]}),
        ({"type": "string"}, {"type": "string", "nullable": True}, {"type": "string"}),
        ({"type": "string", "nullable": True}, {"type": "string"}, {"type": "string"}),
        ({"type": "string"}, {"nullable": True}, {"type": "string"}),
        ({"type": "string", "nullable": True}, {"description": "A."}, {"type": "string", "nullable": True}),
        (*({"type": "string", "nullable": True},) * 2, {"type": "string", "nullable": True}),
        ({"type": "integer"}, {"type": "number"}, {"type": "integer"}),
        ({"type": ["number", "null"]}, {"type": "integer"}, {"type": "integer"}),
        ({"type": "string"}, {"type": "boolean"}, {"type": "boolean"}),
        ({"minLength": 5, "maxLength": 7}, {"minLength": 2, "maxLength": 9}, {"minLength": 5, "maxLength": 7}),
        ({"minimum": 5}, {"minimum": 3, "exclusiveMinimum": True}, {"minimum": 5}),
        ({"maximum": 5, "exclusiveMaximum": True}, {"maximum": 7}, {"maximum": 5, "exclusiveMaximum": True}),
        ({"maximum": 5, "exclusiveMaximum": True}, {"maximum": 5}, {"maximum": 5, "exclusiveMaximum": True}),
        (
            {"minimum": 5, "exclusiveMinimum": True},
            {"exclusiveMinimum": False},
            {"minimum": 5, "exclusiveMinimum": True},
        ),
        ({"exclusiveMinimum": 5}, {"exclusiveMinimum": 3}, {"exclusiveMinimum": 5}),
        ({"exclusiveMaximum": 3}, {"exclusiveMaximum": 5}, {"exclusiveMaximum": 3}),
        ({"enum": ["a", "b"]}, {"enum": ["b", "c"]}, {"enum": ["b"]}),
        ({"enum": ["a"]}, {"enum": ["b"]}, {"enum": ["b"]}),
    ],
)
def test_a_member_is_what_all_parts_let_it_be(first: Any, second: Any, both: Any) -> None:
    parts = [{"properties": {"a": first}}, {"properties": {"a": second}}]
    found = shape(document(), {"allOf": parts}).properties["a"]
    assert {key: item for key, item in found.items() if key != "description"} == both


@pytest.mark.parametrize("schema", [True, 7, {}, {"type": "string"}, ref("Nowhere")])
def test_what_is_no_object_has_no_members(schema: Any) -> None:
    assert shape(document(), schema).properties == {}


def test_branches_of_branches_are_branches() -> None:
    known = document(A={"type": "string"}, Both={"oneOf": [ref("A"), {"type": "integer"}]})
    found = branches(known, {"anyOf": [ref("Both"), {"type": "null"}, {"type": "boolean"}]})
    assert [(branch.reference, branch.schema, branch.several) for branch in found] == [
        (ref("A")["$ref"], ref("A"), True),
        (None, {"type": "integer"}, True),
        (None, {"type": "boolean"}, True),
    ]


def test_a_schema_without_alternatives_is_its_only_branch() -> None:
    [branch] = branches(document(A={"type": "string"}), ref("A"))
    assert (branch.reference, branch.several) == (ref("A")["$ref"], False)


def test_what_stands_beside_alternatives_holds_for_each() -> None:
    schema = {"required": ["a"], "properties": {"a": {}}, "oneOf": [{"properties": {"b": {}}}, {"title": "C"}]}
    first, second = branches(document(), schema)
    assert set(shape(document(), first.schema).properties) == {"a", "b"}
    assert second.schema["title"] == "C"
    assert shape(document(), second.schema).required == {"a"}


def test_schemas_that_hold_themselves_end() -> None:
    known = document(Loop={"allOf": [ref("Loop")], "oneOf": [ref("Loop")], "properties": {"a": {}}})
    assert set(shape(known, ref("Loop")).properties) == {"a"}
    assert len(branches(known, ref("Loop"))) == 1


def layers(deepest: str) -> Document:
    """Thirty layers of two schemas, each made of both of the layer below: a thousand million ways to the deepest."""
    pairs = [{name: {"allOf": [ref(f"A{layer - 1}"), ref(f"B{layer - 1}")]} for name in (f"A{layer}", f"B{layer}")}
             for layer in range(1, 30)]  # fmt: skip
    bottom = {"allOf": [ref(deepest), {"properties": {"a": {}}}]}
    return document(A0=bottom, B0=bottom, Base={}, **{name: node for pair in pairs for name, node in pair.items()})


@pytest.mark.parametrize("deepest", ["Base", "B29"])
def test_many_ways_to_a_part_are_one(deepest: str) -> None:
    known, top = layers(deepest), ref("A29")["$ref"]
    assert set(shape(known, ref("A29")).properties) == {"a"}
    assert extends(known, top, ref("Base")["$ref"]) is (deepest == "Base")
    assert values_of(known, top, "kind", ref("Base")["$ref"]) == ["A29"]
    assert tags(known, ref("A29"), {"/components/schemas/A0": {"kind"}}) == {"kind"}
