"""Rules: the keywords of JSON Schema that no type says."""

from typing import Any

import pytest

from handfast.support.rules import breach, same


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    list[tuple[Any, Any, Any]](
        [
            (True, 1, None),
            ({"type": "integer"}, 1.0, 1.5),
            ({"type": "number"}, 1, True),
            ({"type": ["string", "null"]}, None, 1),
            ({"type": "boolean"}, False, 0),
            ({"type": "object"}, {}, []),
            ({"const": {"a": 1}}, {"a": 1.0}, {"a": 2}),
            ({"enum": [1, "a", None]}, 1.0, True),
            ({"minimum": 1, "maximum": 3}, 3, 0),
            ({"minimum": 1}, "a", 0.5),
            ({"exclusiveMinimum": 1}, 1.1, 1),
            ({"exclusiveMaximum": 3}, 2, 3),
            ({"exclusiveMinimum": 1}, 1e300, -1e300),
            ({"multipleOf": 0.1}, 0.3, 0.35),
            ({"multipleOf": 0.5}, 1e20, 2.5e-42),
            ({"multipleOf": 3}, -9, 10),
            ({"multipleOf": 0.01}, 19.99, 1e-12),
            ({"multipleOf": 0.01}, 0.0, 5e-324),
            ({"multipleOf": 0.01}, 1e15 + 0.2, 1e10 + 0.005),
            ({"multipleOf": 0.1}, 3 * 0.1, 0.3001),
            ({"multipleOf": 1e-8}, 3 * 1e-8, 1.5e-8),
            ({"multipleOf": 2.5}, 10**400, 10**400 + 1),
            ({"multipleOf": 0.5}, 1e308, float("inf")),
            ({"minLength": 2, "maxLength": 3}, "ab", "a"),
            ({"pattern": "b"}, "abc", "ac"),
            ({"minItems": 1, "maxItems": 2}, [1], []),
            ({"uniqueItems": True}, [1, "1", True, [1], {"a": 1}], [{"a": 1}, {"a": 1.0}]),
            ({"uniqueItems": True}, [0, False], [None, None]),
            ({"items": {"type": "string"}}, ["a"], ["a", 1]),
            ({"prefixItems": [{"type": "string"}], "items": False}, ["a"], ["a", 1]),
            ({"prefixItems": [{"type": "string"}, {"type": "integer"}]}, ["a"], ["a", "b"]),
            ({"contains": {"const": 5}, "minContains": 2, "maxContains": 2}, [5, 1, 5], [5, 5, 5]),
            ({"contains": {"const": 5}}, [5], []),
            ({"minProperties": 1, "maxProperties": 1}, {"a": 1}, {}),
            ({"required": ["a"]}, {"a": None}, {"b": 1}),
            ({"properties": {"a": {"type": "string"}}}, {"a": "", "b": 1}, {"a": 1}),
            ({"properties": {"a": False}}, {"b": 1}, {"a": 1}),
            ({"properties": {"a": {}}, "additionalProperties": False}, {"a": 1}, {"b": 1}),
            ({"patternProperties": {"^x": {"type": "string"}}}, {"x": "", "y": 1}, {"x": 1}),
            ({"patternProperties": {"^x": {}}, "additionalProperties": False}, {"x": 1}, {"y": 1}),
            ({"propertyNames": {"pattern": "^a"}}, {"a": 1}, {"b": 1}),
            ({"dependentRequired": {"a": ["b"]}}, {"a": 1, "b": 2}, {"a": 1}),
            ({"dependentSchemas": {"a": {"maxProperties": 1}}}, {"a": 1}, {"a": 1, "b": 1}),
            ({"allOf": [{"minimum": 1}, {"maximum": 2}]}, 1, 3),
            ({"anyOf": [{"type": "string"}, {"minimum": 3}]}, "a", 1),
            ({"oneOf": [{"type": "integer"}, {"minimum": 3}]}, 1, 4),
            ({"not": {"type": "string"}}, 1, "a"),
            ({"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"minimum": 3}}, "ab", "a"),
            ({"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"minimum": 3}}, 3, 2),
        ]
    ),
)
def test_a_keyword_is_held(schema: Any, good: Any, bad: Any) -> None:
    assert breach(schema, good) is None
    if schema is not True:
        assert breach(schema, bad)


def test_what_is_wrong_is_said_where() -> None:
    schema: Any = {"properties": {"a": {"items": {"not": {}}}}}
    assert breach(schema, {"a": [1]}) == "a: 0: fits a schema that it should not"


def test_values_are_the_same_as_json_has_them() -> None:
    assert same({"a": [1, None]}, {"a": [1.0, None]})
    assert not same([1], [True])
    assert not same([], {})
    assert not same({"a": 1}, {"a": 1, "b": 2})
