"""What of a document is put in other words before schemathesis gets it, and what is not."""

from typing import Any

from handfast.corpus import rewording
from handfast.corpus.rewording import Rewording


def document(version: str = "3.1.0", **schemas: Any) -> dict[str, Any]:
    return {"openapi": version, "paths": {}, "components": {"schemas": schemas}}


def reworded(schema: dict[str, Any], version: str = "3.1.0") -> Any:
    return Rewording(document(version, A=schema)).document["components"]["schemas"]["A"]


def test_a_template_loses_the_signs_of_rfc_6570() -> None:
    made = Rewording({"openapi": "3.0.0", "paths": {"/a/{;id*}/b": {}, "/b": {}}})
    assert list(made.document["paths"]) == ["/a/{id}/b", "/b"]
    assert f"asked in other words: {rewording.SIGNS}: 1 times" in made.remarks


def test_a_template_stays_where_another_has_its_place() -> None:
    made = Rewording({"openapi": "3.0.0", "paths": {"/a/{id*}": {}, "/a/{id}": {}}})
    assert list(made.document["paths"]) == ["/a/{id*}", "/a/{id}"]


def test_ignored_headers_are_not_asked_about() -> None:
    own = [{"name": "Accept", "in": "header"}, {"name": "Accept", "in": "query"}, {"$ref": "#/components/parameters/A"}]
    shared = {"parameters": {"A": {"name": "Authorization", "in": "header"}}}
    made = Rewording({"openapi": "3.0.0", "paths": {"/a": {"get": {"parameters": own}}}, "components": shared})
    assert made.document["paths"]["/a"]["get"]["parameters"] == [own[1]]


def test_properties_without_a_type_are_those_of_an_object() -> None:
    assert reworded({"properties": {"a": {}}})["type"] == "object"
    assert reworded({"additionalProperties": {"type": "string"}, "description": "A map."})["type"] == "object"
    assert "type" not in reworded({"required": ["a"]})
    assert reworded({"properties": {"a": {}}, "type": ["object", "null"]})["type"] == ["object", "null"]


def test_values_that_are_all_of_another_type_are_asked_for_as_they_are() -> None:
    assert reworded({"type": "boolean", "enum": ["true", "false"]}) == {"enum": ["true", "false"]}
    assert reworded({"type": "string", "enum": ["a", 1]}) == {"type": "string", "enum": ["a", 1]}


def test_a_choice_has_no_branch_twice() -> None:
    a, b = {"type": "string"}, {"type": "integer"}
    assert reworded({"oneOf": [a, b, a]})["oneOf"] == [a, b]
    assert reworded({"anyOf": [a, a]})["anyOf"] == [a, a]


def test_newer_keywords_in_the_words_of_3_0() -> None:
    assert reworded({"const": 1}, "3.0.3") == {"enum": [1]}
    assert reworded({"exclusiveMinimum": 0}, "3.0.3") == {"minimum": 0, "exclusiveMinimum": True}
    assert reworded({"const": 1}) == {"const": 1}
    assert reworded({"exclusiveMinimum": True}, "3.0.3") == {"exclusiveMinimum": True}


def test_an_answer_has_no_body_where_http_has_none() -> None:
    content: dict[str, Any] = {"application/json": {}}
    answers = {"200": {"content": content}, "204": {"$ref": "#/components/responses/A"}, "304": {"description": "B"}}
    shared = {"responses": {"A": {"description": "A", "content": content}}}
    made = Rewording({"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": answers}}}, "components": shared})
    assert made.document["paths"]["/a"]["get"]["responses"] == {**answers, "204": {"description": "A"}}
    assert made.remarks == [f"asked in other words: {rewording.BODILESS}: 1 times"]


def test_nothing_else_is_touched() -> None:
    given = document(
        A={"type": "object", "properties": {"const": {"type": "string"}}}, B={"allOf": [{"type": "string"}]}
    )
    made = Rewording(given)
    assert (made.document, made.remarks) == (given, [])


def test_names_that_nobody_declares_are_texts() -> None:
    own = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    made = Rewording({"openapi": "3.0.0", "paths": {"/{house}/{id}": {"get": {"parameters": [own]}}}})
    added = {"name": "house", "in": "path", "required": True, "schema": {"type": "string"}}
    assert made.document["paths"]["/{house}/{id}"] == {"get": {"parameters": [own]}, "parameters": [added]}
    item = {"parameters": [own], "get": {}}
    assert Rewording({"openapi": "3.0.0", "paths": {"/{id}": item}}).document["paths"]["/{id}"] == item


def test_older_keywords_in_the_words_of_3_1() -> None:
    assert reworded({"type": "string", "nullable": True, "enum": ["a"]}) == {
        "type": ["string", "null"],
        "enum": ["a", None],
    }
    assert reworded({"type": "string", "nullable": True}, "3.0.3") == {"type": "string", "nullable": True}
    assert reworded({"type": "string", "enum": []}) == {"type": "string"}


def test_a_body_of_any_media_type_is_asked_for_in_json() -> None:
    body = {"content": {"*/*": {"schema": {"type": "object"}}, "text/csv": {}}}
    made = Rewording({"openapi": "3.0.0", "paths": {"/a": {"post": {"requestBody": body, "responses": {}}}}})
    found = made.document["paths"]["/a"]["post"]["requestBody"]["content"]
    assert found == {"text/csv": {}, "application/json": {"schema": {"type": "object"}}}
    assert made.remarks == [f"asked in other words: {rewording.ANY}: 1 times"]
