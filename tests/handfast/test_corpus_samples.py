"""L2's values for schemas: small ones, found in few steps."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from handfast.corpus.fidelity.asking import is_plainer
from handfast.corpus.fidelity.given import Given
from handfast.corpus.fidelity.oracle import Oracle
from handfast.corpus.fidelity.samples import Samples

_EXPRESSIONS = """\
    openapi: 3.1.0
    paths: {}
    components:
      schemas:
        Expression:
          oneOf: [{$ref: "#/components/schemas/Both"}, {$ref: "#/components/schemas/Not"}, ALWAYS]
        Both:
          type: object
          required: [type, left, right]
          properties:
            type: {const: both}
            left: {$ref: "#/components/schemas/Expression"}
            right: {$ref: "#/components/schemas/Expression"}
        Not:
          type: object
          required: [type, child]
          properties: {type: {const: not}, child: {$ref: "#/components/schemas/Expression"}}
"""
_MOST_STEPS = 10_000


class _Counted(Oracle):
    steps = 0

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        self.steps += 1
        assert self.steps < _MOST_STEPS
        return super().resolved(schema)


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(("always", "found"), [("{const: true}", True), ("{const: true, not: {}}", False)])
def test_schemas_that_hold_themselves_twice(tmp_path: Path, always: str, full: bool, found: bool) -> None:  # noqa: FBT001
    document = tmp_path / "expressions.yaml"
    document.write_text(dedent(_EXPRESSIONS).replace("ALWAYS", always), encoding="utf-8")
    given = Given(document)
    node = given.root.get("components", "schemas", "Expression")
    assert node
    oracle = _Counted(given)
    schema = oracle.schema(node, "request")
    values = Samples(oracle).of(schema, full=full)
    assert bool(values) is found
    assert all(oracle.fits(schema, value) for value in values)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ("{properties: {a: {type: string}}, example: a text}", {}),
        (
            "{items: {anyOf: [{properties: {a: {}}}, {properties: {b: {}}}]}, example: [{a: 1, b: 2, c: 3}]}",
            [{"a": 1, "b": 2}],
        ),
        ("{type: string, format: uri, example: /a}", "https://example.com/a"),
    ],
)
def test_an_example_is_taken_as_far_as_it_is_one(tmp_path: Path, schema: str, value: Any) -> None:
    document = tmp_path / "one.yaml"
    document.write_text(f"openapi: 3.1.0\npaths: {{}}\ncomponents: {{schemas: {{One: {schema}}}}}\n", encoding="utf-8")
    given = Given(document)
    node = given.root.get("components", "schemas", "One")
    assert node
    oracle = Oracle(given)
    assert Samples(oracle).of(oracle.schema(node, "request")) == [value]


@pytest.mark.parametrize(
    ("one", "other", "plainer"),
    [
        ("/a/{id}.png", "/a/{id}.{kind}", True),
        ("/a/b", "/a/{id}", True),
        ("/a/{id}", "/a/{name}", False),
        ("/a/{kind}/count", "/a/zones/{id}", False),
    ],
)
def test_which_of_two_templates_a_path_is_meant_for(one: str, other: str, plainer: bool) -> None:  # noqa: FBT001
    assert is_plainer(one, other) is plainer
