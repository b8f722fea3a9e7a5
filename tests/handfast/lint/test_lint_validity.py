"""Structure: what a kept library says, at the lines that it means."""

import pytest

from tests.handfast.lint.breaches import Contract


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            'info: {title: Contract, version: "1"}',
            "info: {title: Contract}",
            'openapi.yaml:2:7: is no valid OpenAPI: "version" is a required property',
        ),
        (
            "summary: Get my name",
            "summary: [Get my name]",
            'openapi.yaml:88:16: is no valid OpenAPI: ["Get my name"] is not of type "string"',
        ),
        (
            "schema: {type: string, maxLength: 100}\n",
            "schema: {type: strin, maxLength: 100}\n",
            "openapi.yaml:95:30: is no valid OpenAPI: 'strin' is not of type 'array'",
        ),
        (
            "schema: {type: boolean}}",
            "schema: {type: boolean, minimum: low}}",
            "openapi.yaml:17:84: is no valid OpenAPI: 'low' is not of type 'number'",
        ),
    ],
)
def test_valid_structure(contract: Contract, old: str, new: str, finding: str) -> None:
    contract.replace(old, new)
    assert contract.findings() == [finding]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- {name: limit,", "- {nam: limit,"),
        ("- {name: limit,", "- {name: [limit],"),
        ("tags:\n  - name: notes\n", "tags: notes\n"),
        ("tags:\n  - name: notes\n", "tags:\n  - name: [notes]\n"),
        ('      responses:\n        "204":\n          description: It runs.\n', '      responses:\n        "204": 7\n'),
        ("x-page: {items: items,", "x-page: {items: [items],"),
        ("  /health:\n    get:\n", "  /health:\n    put: 7\n    get:\n"),
    ],
)
def test_no_structure_is_too_broken_for_findings(contract: Contract, old: str, new: str) -> None:
    contract.replace(old, new)
    assert contract.findings()


@pytest.mark.parametrize("value", ["7", "null", "[]", "{}"])
def test_a_reference_is_a_text(contract: Contract, value: str) -> None:
    contract.replace('{$ref: "shared.yaml#/NoteCreate"}', f"{{$ref: {value}}}")
    assert "openapi.yaml:48:28: $ref takes a text" in contract.findings()
