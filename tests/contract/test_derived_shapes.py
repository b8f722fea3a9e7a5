"""What is worked out from a spec of things that are named, referred to and guarded in other ways than ours."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

from contract_tests.inputs.bodies import Bodies
from contract_tests.inputs.samples import sample_headers
from contract_tests.spec.document import Document, Operation
from contract_tests.spec.relations import chosen, creates, item_of, puts_new
from contract_tests.statuses.conflicts import bodies_with_ids
from contract_tests.traffic.exchange import Request

JSON = "application/json"
NAME = {"type": "string", "minLength": 3, "pattern": "^[a-z]*$"}
IDS = {"type": "array", "minItems": 1, "items": {"type": "string"}}


def body(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def takes(schema: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"content": {JSON: {"schema": schema}}}}


def answers(*statuses: str, **links: dict[str, str]) -> dict[str, Any]:
    shown = {JSON: {"schema": body([], slug=NAME, text={"type": "string"})}}
    led = {name: {"operationId": name, "parameters": parameters} for name, parameters in links.items()}
    return {"responses": {status: {"description": "", "content": shown, "links": led} for status in statuses}}


PATHS: dict[str, dict[str, Any]] = {
    "/pages": {
        "post": {
            "operationId": "createPage",
            **takes(body(["slug", "text"], slug=NAME, text={"type": "string"})),
            **answers("201", getPage={"slug": "$response.body#/slug"}),
        }
    },
    "/pages/{slug}": {
        "parameters": [{"name": "slug", "in": "path", "required": True, "schema": NAME}],
        "get": {"operationId": "getPage", **answers("200")},
        "put": {
            "operationId": "putPage",
            **takes(body(["text"], text={"type": "string"})),
            **answers("200", "201", getPage={"slug": "$request.path.slug"}),
        },
        "patch": {
            "operationId": "updatePage",
            "parameters": [{"name": "If-Match", "in": "header", "schema": {"type": "string"}}],
            **takes(body([], slug=NAME)),
            **answers("200", "428"),
        },
        "delete": {
            "operationId": "deletePage",
            "parameters": [{"name": "If-Match", "in": "header", "schema": {"type": "string"}}],
            **answers("204"),
        },
    },
    "/notes": {
        "post": {
            "operationId": "note",
            **takes(body(["text"], text={"type": "string"}, slug=NAME)),
            **answers("200", getPage={"slug": "$response.body#/slug"}),
        }
    },
    "/links": {
        "post": {
            "operationId": "link",
            **takes(body(["page_ids"], page_ids=IDS, parent_id={"type": "string"})),
            **answers("200"),
        }
    },
}


@pytest.fixture
def document(tmp_path: Path) -> Document:
    own = {"x-caller-owned": True, "security": [{"token": []}]}
    paths = {
        path: {key: {**own, **value} if isinstance(value, dict) else value for key, value in item.items()}
        for path, item in PATHS.items()
    }
    spec = tmp_path / "openapi.yaml"
    spec.write_text(yaml.safe_dump({"openapi": "3.1.0", "paths": paths, "components": {"schemas": {}}}))
    return Document(spec)


@pytest.fixture
def create(document: Document) -> Operation:
    return document.operations["createPage"]


def test_property_that_names_what_is_made_is_chosen_and_no_reference(create: Operation) -> None:
    assert chosen(create) == {"slug"}
    assert ("slug",) in Bodies(create, JSON).free
    assert Bodies(create, JSON).least()["slug"] == "xxx"


def test_property_by_which_one_may_go_on_is_a_reference(document: Document) -> None:
    """The answer names what is there by then, be it new or not."""
    assert chosen(document.operations["note"]) == set()
    assert Bodies(document.operations["note"], JSON).free.keys() == {("text",)}


def test_property_that_names_what_is_there_is_a_reference(document: Document) -> None:
    """In a body that makes nothing, the same name stands for a page that has to be there."""
    assert Bodies(document.operations["updatePage"], JSON).free == {}
    assert Bodies(document.operations["link"], JSON).least() == {"page_ids": ["x"]}


def test_put_that_makes_what_is_at_its_path(document: Document) -> None:
    put = document.operations["putPage"]
    assert puts_new(put)
    assert not creates(put)
    assert not puts_new(document.operations["updatePage"])
    item = item_of(put)
    assert item is not None
    assert item.made_by is not None
    assert item.made_by[0].id in ("putPage", "createPage")


@pytest.mark.parametrize(("name", "needed"), [("updatePage", {"If-Match": "*"}), ("deletePage", {}), ("getPage", {})])
def test_version_is_named_where_its_lack_has_a_status(document: Document, name: str, needed: dict[str, str]) -> None:
    assert sample_headers(document.operations[name]) == needed


def test_made_up_ids_are_put_wherever_one_may_stand(document: Document) -> None:
    link = document.operations["link"]
    right = Request(body={"page_ids": [str(uuid4())]}, media_type=JSON)
    changed = [{name for name in each if each[name] != right.body.get(name)} for each in bodies_with_ids(link, right)]
    assert changed == [{"page_ids"}, {"parent_id"}]
