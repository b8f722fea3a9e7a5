"""Examples: wherever one stands, it fits."""

import pytest

from tests.handfast.lint.breaches import Contract


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        (
            "openapi.yaml",
            "next_cursor: null}",
            "next_cursor: 7}",
            "openapi.yaml:28:80: the example does not fit: 7 is not of type 'string', 'null'",
        ),
        (
            "openapi.yaml",
            "one: {value: {title: x}}",
            "one: {value: {title: x, x: 1}}",
            "openapi.yaml:50:28: the example does not fit: Additional properties are not allowed ('x' was unexpected)",
        ),
        (
            "openapi.yaml",
            "example: 20",
            "example: 200",
            "openapi.yaml:20:96: the example does not fit: 200 is greater than the maximum of 100",
        ),
        (
            "openapi.yaml",
            "Location: {schema: {type: string}}",
            "Location: {schema: {type: string}, example: 7}",
            "openapi.yaml:55:57: the example does not fit: 7 is not of type 'string'",
        ),
        (
            "shared.yaml",
            'examples: ["7"]',
            'examples: ["7", 8]',
            "shared.yaml:8:51: the example does not fit: 8 is not of type 'string'",
        ),
        (
            "shared.yaml",
            "width: {type: integer, minimum: 0, maximum: 9}",
            "width: {type: integer, minimum: 0, maximum: 9, example: 10}",
            "shared.yaml:30:61: the example does not fit: 10 is greater than the maximum of 9",
        ),
    ],
    ids=["body", "named", "parameter", "header", "schema", "property"],
)
def test_examples_fit(contract: Contract, file: str, old: str, new: str, finding: str) -> None:
    contract.replace(old, new, file=file)
    assert contract.findings() == [finding]


def test_a_shared_example_is_found_where_it_was_written(contract: Contract) -> None:
    contract.replace("one: {value: {title: x}}", 'one: {$ref: "shared.yaml#/Example"}')
    contract.replace("Problem:\n", "Example:\n  value: {title: 7}\n\nProblem:\n", file="shared.yaml")
    assert contract.findings() == ["shared.yaml:40:18: the example does not fit: 7 is not of type 'string'"]
