"""Which schemas need no model: `problems.py` stands for problems, classes of a tag for events."""

from typing import Any

import pytest

from handfast.model.reader import streams_of
from handfast.model.usage import unmodelled
from handfast.spec.document import load
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
    document = load(write(_TEXT.format(**references)))
    assert unmodelled(document, streams_of(document)) == only


_STREAM = """
openapi: 3.1.0
info: {title: "", version: ""}
paths:
  /a:
    get:
      responses:
        "200": {description: "", content: {text/event-stream: {x-item-schema: {$ref: "#/components/schemas/Event"}}}}
        "201": {description: "", content: {text/event-stream: {x-item-schema: {$ref: "#/components/schemas/Event"}}}}
        "202": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Kept"}}}}
        "400":
          description: ""
          content:
            application/problem+json:
              schema: {properties: {status: {const: 400}, hint: {$ref: "#/components/schemas/Hint"}}}
components:
  schemas:
    Event: {anyOf: [{$ref: "#/components/schemas/Own"}, {$ref: "#/components/schemas/Kept"}]}
    Base: {properties: {id: {type: string}}}
    Own:
      allOf: [{$ref: "#/components/schemas/Base"}]
      properties: {event: {$ref: "#/components/schemas/Kind"}, data: {$ref: "#/components/schemas/Held"}}
    Kept: {properties: {event: {const: kept}, data: {type: string}}}
    Kind: {type: string, enum: [a, b]}
    Held: {properties: {part: {$ref: "#/components/schemas/Part"}}}
    Part: {type: object}
    Hint: {properties: {text: {type: string}}}
"""


def test_events_themselves_need_none_but_what_a_handler_gives_does(write: Write) -> None:
    document = load(write(_STREAM))
    assert unmodelled(document, streams_of(document)) == {"Event", "Base", "Own"}
