"""What of our extensions clients get to see."""

from typing import Any

from handfast.spec.extensions import EXTENSIONS, published

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/notes": {
            "get": {
                "operationId": "listNotes",
                "x-needs": ["database"],
                "x-caller-owned": True,
                "x-page": {"items": "items"},
                "x-vendor": 1,
                "parameters": [{"name": "q", "in": "query", "x-search": ["title"], "x-owner": True}],
                "responses": {
                    "200": {
                        "description": "",
                        "x-discloses": "why",
                        "headers": {"X-Request-ID": {"x-set-by-server": True, "schema": {}}},
                        "content": {
                            "application/json": {
                                "x-encoded": True,
                                "schema": {"properties": {"x-needs": {"type": "string"}}},
                                "example": {"x-needs": "a value, not an extension"},
                            }
                        },
                    }
                },
            }
        }
    },
}


def test_hidden_extensions_are_left_out_wherever_they_stand() -> None:
    operation = published(DOCUMENT)["paths"]["/notes"]["get"]
    response = operation["responses"]["200"]
    assert "x-needs" not in operation
    assert "x-caller-owned" not in operation
    assert "x-discloses" not in response
    assert "x-set-by-server" not in response["headers"]["X-Request-ID"]
    assert "x-encoded" not in response["content"]["application/json"]


def test_published_and_unknown_extensions_stay() -> None:
    operation = published(DOCUMENT)["paths"]["/notes"]["get"]
    assert operation["x-page"] == {"items": "items"}
    assert operation["x-vendor"] == 1
    assert operation["parameters"] == [{"name": "q", "in": "query", "x-search": ["title"], "x-owner": True}]


def test_properties_and_values_are_no_extensions() -> None:
    media = published(DOCUMENT)["paths"]["/notes"]["get"]["responses"]["200"]["content"]["application/json"]
    assert media["schema"]["properties"] == {"x-needs": {"type": "string"}}
    assert media["example"] == {"x-needs": "a value, not an extension"}


def test_the_document_itself_is_left_alone() -> None:
    published(DOCUMENT)
    assert DOCUMENT["paths"]["/notes"]["get"]["x-needs"] == ["database"]


def test_every_extension_says_what_it_means() -> None:
    assert all(name.startswith("x-") and extension.meaning for name, extension in EXTENSIONS.items())


def test_the_schema_of_an_item_stays() -> None:
    item = {"properties": {"x-needs": {"type": "string"}, "data": {"x-needs": ["database"]}}}
    response = {"description": "", "content": {"text/event-stream": {"x-item-schema": item}}}
    document = {"openapi": "3.1.0", "paths": {"/beats": {"get": {"responses": {"200": response}}}}}
    media = published(document)["paths"]["/beats"]["get"]["responses"]["200"]["content"]["text/event-stream"]
    assert media == {"x-item-schema": {"properties": {"x-needs": {"type": "string"}, "data": {}}}}
