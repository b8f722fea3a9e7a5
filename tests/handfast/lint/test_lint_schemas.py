"""Rules for schemas: closed, bounded, used."""

import pytest

from tests.handfast.lint.breaches import Contract

_OPEN = "clients send this object, and it is open: say additionalProperties: false"


@pytest.mark.parametrize(
    ("old", "new", "findings"),
    [
        ("NoteCreate:\n  type: object\n  additionalProperties: false\n", "NoteCreate:\n  type: object\n", [18]),
        ("Size:\n  type: object\n  additionalProperties: false\n", "Size:\n  type: object\n", [26]),
        ("Size:\n  type: object\n  additionalProperties: false\n", "Size:\n  additionalProperties: true\n", [26]),
    ],
)
def test_closed_requests(contract: Contract, old: str, new: str, findings: list[int]) -> None:
    """What a request refers to counts; what only responses hold may be open."""
    contract.replace(old, new, file="shared.yaml")
    assert contract.findings() == [f"shared.yaml:{line}:1: {_OPEN}" for line in findings]


@pytest.mark.parametrize(
    ("old", "new", "findings"),
    [
        (
            '    id: {$ref: "#/Id"}\n    title: {type: string, maxLength: 100}',
            "    id: {$ref: \"#/Id\"}\n    title: {type: [string, 'null']}",
            ["shared.yaml:15:5: text without maxLength"],
        ),
        (
            "width: {type: integer, minimum: 0, maximum: 9}",
            "width: {type: integer, minimum: 0}",
            ["shared.yaml:30:5: an integer without minimum and maximum"],
        ),
        (
            "width: {type: integer, minimum: 0, maximum: 9}",
            "width: {type: integer, maximum: 9}",
            ["shared.yaml:30:5: an integer without minimum and maximum"],
        ),
        (
            "items: {type: array, maxItems: 100, items",
            "items: {type: array, items",
            ["shared.yaml:36:5: an array without maxItems"],
        ),
        ("width: {type: integer, minimum: 0, maximum: 9}", "width: {type: integer, enum: [1, 2]}", []),
        ("width: {type: integer, minimum: 0, maximum: 9}", "width: {type: string, enum: [a]}", []),
        (
            "width: {type: integer, minimum: 0, maximum: 9}",
            "width: {type: integer, exclusiveMinimum: 0, exclusiveMaximum: 9}",
            [],
        ),
    ],
)
def test_bounded_values(contract: Contract, old: str, new: str, findings: list[str]) -> None:
    contract.replace(old, new, file="shared.yaml")
    assert contract.findings() == findings


def test_headers_need_no_bounds(contract: Contract) -> None:
    contract.replace(
        "{name: cursor, in: query, schema: {type: string, maxLength: 100}}\n",
        "{name: cursor, in: query, schema: {type: string, maxLength: 100}}\n"
        "        - {name: If-Match, in: header, schema: {type: string}}\n",
    )
    assert contract.findings() == []


@pytest.mark.parametrize(
    ("section", "node"),
    [
        ("schemas", "{type: boolean}"),
        ("parameters", "{name: x, in: query, schema: {type: boolean}}"),
        ("responses", "{description: Left over.}"),
        ("headers", "{schema: {type: boolean}}"),
        ("links", "{operationId: getMe}"),
    ],
)
def test_used_components(contract: Contract, section: str, node: str) -> None:
    contract.replace("components:\n", f"components:\n  {section}:\n    Left: {node}\n")
    assert contract.findings() == ["openapi.yaml:110:5: nothing uses 'Left'"]
