import hashlib
from pathlib import Path

import httpx
import pytest

from tests.backend.people import Person

REPOSITORY = Path(__file__).parents[2]
APP = "https://app.example"


def test_health(nobody: httpx.Client) -> None:
    assert nobody.get("/health/live").json() == {"status": "live"}
    assert nobody.get("/health/ready").json() == {"status": "ready"}


@pytest.mark.parametrize(
    ("name", "media_type"), [("openapi.json", "application/json"), ("openapi.yaml", "application/yaml")]
)
def test_document_is_served_byte_for_byte(nobody: httpx.Client, name: str, media_type: str) -> None:
    content = (REPOSITORY / "generated" / name).read_bytes()
    response = nobody.get(f"/{name}")
    assert response.content == content
    assert response.headers["content-type"].partition(";")[0] == media_type
    tag = response.headers["etag"]
    assert tag == f'"{hashlib.sha256(content).hexdigest()}"'
    for header in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        unchanged = nobody.get(f"/{name}", headers={"If-None-Match": header})
        assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", tag)
    assert nobody.get(f"/{name}", headers={"If-None-Match": '"x"'}).status_code == 200


def test_docs(nobody: httpx.Client) -> None:
    response = nobody.get("/docs")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.text.startswith("<!doctype html>")


def test_no_pages_of_the_framework(nobody: httpx.Client) -> None:
    for path in ("/redoc", "/docs/oauth2-redirect", "/openapi", "/"):
        assert nobody.get(path).status_code == 404


def test_token_is_not_looked_at(nobody: httpx.Client) -> None:
    assert nobody.get("/health/live", headers={"Authorization": "Bearer broken"}).status_code == 200


def test_no_word_about_the_server(nobody: httpx.Client) -> None:
    for path in ("/health/live", "/nowhere"):
        assert "server" not in nobody.get(path).headers


def test_cross_origin(ada: Person) -> None:
    headers = {"Origin": APP}
    for path in (ada.tasks, f"{ada.tasks}/none", "/api/nobody/tasks", "/nowhere"):
        response = ada.client.get(path, headers=headers)
        assert response.headers["access-control-allow-origin"] == APP
        assert "X-Request-ID" in response.headers["access-control-expose-headers"]
    preflight = ada.client.options(ada.tasks, headers={**headers, "Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 200
    assert (
        "access-control-allow-origin" not in ada.client.get(ada.tasks, headers={"Origin": "https://x.example"}).headers
    )


def test_head(nobody: httpx.Client) -> None:
    response = nobody.head("/openapi.json")
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["etag"]
