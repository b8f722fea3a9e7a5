import hashlib
from pathlib import Path

import httpx
import pytest

from tests.backend.people import Person
from tests.backend.servers import running_server

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


def test_edition_has_an_address_for_ever(nobody: httpx.Client) -> None:
    document = nobody.get("/openapi.json")
    edition = document.headers["x-contract"]
    assert hashlib.sha256(document.content).hexdigest().startswith(edition)
    assert len(edition) == 16
    response = nobody.get(f"/openapi/{edition}")
    assert response.content == document.content
    assert response.headers.get_list("cache-control") == ["public, max-age=31536000, immutable"]


def test_every_answer_names_the_edition(ada: Person, nobody: httpx.Client) -> None:
    edition = nobody.get("/openapi.json").headers["x-contract"]
    for path in (ada.tasks, "/api/nobody/tasks", "/nowhere", "/openapi/0123456789abcdef"):
        assert ada.client.get(path).headers["x-contract"] == edition


def test_editions_before_this_one(tmp_path: Path) -> None:
    """From the folder, unless its bytes are not what the name is the hash of."""
    content = b'{"openapi": "3.1.0"}'
    name = hashlib.sha256(content).hexdigest()[:16]
    (tmp_path / f"openapi.{name}.json").write_bytes(content)
    (tmp_path / "openapi.0123456789abcdef.json").write_bytes(content)
    folder = tmp_path / "server"
    folder.mkdir()
    with running_server(folder, DATA_FOLDER=str(folder / "data"), EDITIONS_FOLDER=str(tmp_path)) as server:
        client = server.client()
        assert client.get(f"/openapi/{name}").content == content
        missing = client.get("/openapi/0123456789abcdef")
        assert (missing.status_code, missing.json()["error_code"]) == (404, "edition_not_found")
        assert missing.headers["cache-control"] == "private, no-cache"
        assert client.get("/openapi/../../etc/passwd").status_code == 404
        assert client.get("/openapi/%2e%2e%2fsecret").status_code == 422


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
