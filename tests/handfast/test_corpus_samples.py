"""L2's values for schemas: small ones, found in few steps."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

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
