"""A large document: a thousand operations, and models that all reach each other."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from handfast.rendering.package import generate
from handfast.spec.document import load_as_is
from tests.handfast.mounted import handled
from tests.handfast.support.asgi import post

OPERATIONS, MODELS, TAGS = 1_000, 900, 10
NAME = "large"
_WORD = {"type": "object", "properties": {"a": {"type": "integer"}}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where its package is to be imported from."""
    place = tmp_path_factory.mktemp(NAME)
    (place / "openapi.json").write_text(json.dumps(_document()), encoding="utf-8")
    package, lost = generate(load_as_is(place / "openapi.json", lenient=True))
    assert not lost
    package.write(place / f"case_{NAME}")
    sys.path.insert(0, str(place))
    return place


def _document() -> dict[str, Any]:
    """Model N holds N + 1, the last one the first; so does each the next but 30, in a list."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Large", "version": "1"},
        "paths": {f"/things/{number}/{{id}}": {"post": _operation(number)} for number in range(OPERATIONS)},
        "components": {"schemas": {"Word": _WORD} | {f"Model{n}": _model(n) for n in range(MODELS)}},
    }


def _operation(number: int) -> dict[str, Any]:
    body = {"application/json": {"schema": _reference("Word" if number == 0 else f"Model{number % MODELS}")}}
    return {
        "operationId": f"postThing{number}",
        "tags": [f"tag {number % TAGS}"],
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
        "requestBody": {"required": True, "content": body},
        "responses": {"200": {"description": "It.", "content": body}},
    }


def _model(number: int) -> dict[str, Any]:
    following, far = (_reference(f"Model{(number + step) % MODELS}") for step in (1, 30))
    properties = {"name": {"type": "string"}, "next": following, "others": {"type": "array", "items": far}}
    return {"type": "object", "required": ["name"], "properties": properties}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


async def _given(id: int, body: Any) -> Any:  # noqa: A002, ARG001 - as the document has it
    return body


def _mounted(folder: Path, build_seconds: float) -> FastAPI:
    return handled(folder, NAME, {"post_thing0": _given, "post_thing500": _given}, build_seconds=build_seconds)


def _complete() -> list[str]:
    schemas = importlib.import_module(f"case_{NAME}.schemas")
    names = [f"Model{number}" for number in range(MODELS)]
    return [name for name in names if getattr(schemas, name).__pydantic_complete__]


def _post(app: FastAPI, path: str, body: Any) -> tuple[int, Any]:
    answer = post(app, json.dumps(body).encode(), target=path)
    return answer.status, answer.json


def test_it_starts_and_builds_only_what_a_request_asks_for(folder: Path) -> None:
    app = _mounted(folder, 0)
    assert _complete() == []
    assert _post(app, "/things/0/1", {"a": 1}) == (200, {"a": 1})
    assert _complete() == []
    body = {"name": "a", "next": {"name": "b"}, "others": [{"name": "c"}]}
    assert _post(app, "/things/500/1", body) == (200, body)
    assert _complete() == ["Model500"]
    assert _post(app, "/things/500/1", {"name": "a", "next": {}})[0] == 422
