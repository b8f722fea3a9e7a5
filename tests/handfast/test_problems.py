"""From error responses to exceptions: what the golden case of several problems leaves out."""

from typing import Any

from handfast.model.contents import Contents
from handfast.model.decoders import Decoders
from handfast.model.problems import Problems
from handfast.model.schemas import Schemas
from handfast.model.types import Types
from handfast.spec.document import Document
from handfast.spec.streams import Streams

DOWN = {"$ref": "#/components/schemas/DownProblem"}
RETRY = {"headers": {"Retry-After": {"required": True, "schema": {"type": "integer"}}}}


def response(schema: Any, **more: Any) -> dict[str, Any]:
    return {"description": "Not now.", "content": {"application/problem+json": {"schema": schema}}, **more}


def learned(responses: dict[str, Any], *classes: str) -> Problems:
    """The problems of named responses, in a document with models of its own."""
    schemas = {"DownProblem": {"description": "Down.", "properties": {"error_code": {"const": "down"}}}}
    document = Document({"components": {"schemas": schemas, "responses": responses}}, [], {})
    types = Types(document, Schemas())
    contents = Contents(document, types, Decoders(document), Streams(document), frozenset())
    problems = Problems(document, types, contents, frozenset(classes))
    problems.learn([("503", {"$ref": f"#/components/responses/{name}"}) for name in responses])
    return problems


def test_the_same_schema_with_other_headers_is_another_class() -> None:
    """Or its exception could not give them."""
    problems = learned({"Both": response({"oneOf": [DOWN]}, **RETRY), "Down": response(DOWN)})
    assert {name: len(problem.headers) for name, problem in problems.known.items()} == {"Down": 0, "DownProblem": 1}


def test_the_order_of_the_document_does_not_matter() -> None:
    both, one = response({"oneOf": [DOWN]}, **RETRY), response(DOWN, **RETRY)
    for responses in ({"Both": both, "One": one}, {"One": one, "Both": both}):
        assert list(learned(responses).known) == ["One"]


def test_a_model_keeps_its_name() -> None:
    assert list(learned({"Both": response({"oneOf": [DOWN]})}, "Down").known) == ["DownProblem"]


def test_a_branch_has_the_words_of_its_schema() -> None:
    own = {"properties": {"error_code": {"const": "full"}}}
    problems = learned({"Both": response({"oneOf": [DOWN, own]})})
    assert {name: problem.detail for name, problem in problems.known.items()} == {"Down": "Down.", "Full": "Not now."}


def test_a_response_without_a_name_is_not_taken_for_one_that_has() -> None:
    """They share a schema as all do that have a general one; only branches are named as their schema."""
    problems = learned({"Down": response(DOWN)})
    [own] = problems.of("503", response(DOWN), "getPet")
    assert own.class_name == "GetPet503"
