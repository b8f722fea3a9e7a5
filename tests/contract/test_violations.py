"""Values that break a schema: every bound is crossed, and nothing that is right counts as wrong."""

from pathlib import Path
from typing import Any

import pytest

from contract_tests.inputs.violations import texts, violations
from contract_tests.spec.document import Document

CLUB = Document(Path(__file__).with_name("club") / "specs" / "openapi.yaml")


@pytest.mark.parametrize(
    ("schema", "valid", "expected"),
    [
        ({"type": "string", "maxLength": 3}, "ab", "xxxx"),
        ({"type": "string", "minLength": 2}, "ab", "a"),
        ({"type": "string", "pattern": "^[^\\x00]*$"}, "ab", "ab\x00"),
        ({"type": "string", "enum": ["low", "high"]}, "low", "LOW"),
        ({"type": "string", "format": "date-time"}, "2026-01-02T03:04:05Z", "yesterday"),
        ({"type": "integer", "minimum": 1, "maximum": 9}, 5, 10),
        ({"type": "integer", "exclusiveMinimum": 0}, 5, 0),
        ({"type": "array", "items": {"type": "integer"}, "maxItems": 1}, [1], [1, 1]),
        ({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}, {"a": 1}, {}),
        ({"type": "object", "additionalProperties": False}, {}, {"undeclared": "x"}),
        ({"type": "object", "properties": {"a": {"type": ["string", "null"], "maxLength": 1}}}, {}, {"a": "xx"}),
    ],
)
def test_bound_is_crossed(schema: dict[str, Any], valid: object, expected: object) -> None:
    assert expected in [each.value for each in violations(CLUB, schema, valid)]


def test_what_is_allowed_is_no_violation() -> None:
    schema = {"type": ["string", "null"], "maxLength": 3}
    assert {None, "x", "1"}.isdisjoint(
        each.value for each in violations(CLUB, schema, "ab") if each.value not in ([], {})
    )


def test_length_is_all_that_is_wrong_with_a_long_address() -> None:
    schema = {"type": "string", "format": "email", "maxLength": 60}
    [long] = [each.value for each in violations(CLUB, schema, "ada@example.com") if each.why == "longer than 60"]
    assert len(long) == 61
    assert violations(CLUB, {**schema, "maxLength": 61}, long) != []
    assert long not in [each.value for each in violations(CLUB, {**schema, "maxLength": 61}, long)]


def test_parameters_are_read_as_their_type() -> None:
    limit = [each.value for each in texts(CLUB, {"type": "integer", "minimum": 1, "maximum": 100}, "5")]
    assert {"0", "101", "x", "1.5"} <= set(limit)
    assert "1" not in limit
    flag = [each.value for each in texts(CLUB, {"type": "boolean"}, "true")]
    assert "x" in flag
    assert {"true", "false", "1"}.isdisjoint(flag)
