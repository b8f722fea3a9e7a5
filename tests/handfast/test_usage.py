"""Which schemas only problems need: `problems.py` stands for those."""

from typing import Any

import pytest

from handfast.document import load
from handfast.usage import unmodelled
from tests.handfast.documents import Write

_TEXT = """
openapi: 3.1.0
info: {{title: "", version: ""}}
paths:
  /a:
    get:
      responses:
        "200": {{description: "", content: {{application/json: {{schema: {success}}}}}}}
        "404": {{description: "", content: {{application/problem+json: {{schema: {problem}}}}}}}
components:
  schemas:
    Note: {{properties: {{part: {{$ref: "#/components/schemas/Part"}}}}}}
    Part: {{type: string}}
    NotFound: {{allOf: [{{$ref: "#/components/schemas/Problem"}}]}}
    Problem: {{properties: {{errors: {{items: {{$ref: "#/components/schemas/Violation"}}}}}}}}
    Violation: {{properties: {{inner: {{$ref: "#/components/schemas/Violation"}}}}}}
    Unused: {{type: string}}
"""


@pytest.mark.parametrize(
    ("success", "problem", "only"),
    [
        ("Note", "NotFound", {"NotFound", "Problem", "Violation"}),
        ("Note", "Part", set()),
        ("Violation", "NotFound", {"NotFound", "Problem"}),
        ("NotFound", "NotFound", set()),
    ],
)
def test_those_that_are_reached_from_problems_alone(write: Write, success: str, problem: str, only: set[str]) -> None:
    references: dict[str, Any] = {
        "success": f'{{$ref: "#/components/schemas/{success}"}}',
        "problem": f'{{$ref: "#/components/schemas/{problem}"}}',
    }
    assert unmodelled(load(write(_TEXT.format(**references)))) == only
