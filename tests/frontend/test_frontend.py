"""A TypeScript client, compiled against the published types, and run against the running server; and the docs page."""

import json
import re
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from contract_tests.servers.server import free_port
from handfast.page.files import FRAME, page_files
from handfast.spec.document import load_as_is
from handfast.support.docs import Edition, docs_page
from tests.backend.servers import REPOSITORY, Server, running_server
from tests.frontend.conftest import Run

TSC = "node_modules/typescript/bin/tsc"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    variables = {"DATA_FOLDER": str(folder / "data"), "PROOF_REPORT": str(folder / "proof.html")}
    with running_server(folder, ASSISTANT="offline", **variables) as server:
        yield server


def test_it_compiles_and_wrong_uses_do_not(frontend: Path, node: Run) -> None:
    done = node(frontend, TSC, "--project", ".")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("program", "old", "new", "error"),
    [
        ("client.ts", '    case "email_taken":\n      return "You have an account already.";\n', "", "'never'"),
        ("journey.ts", 'query: { priority: "high"', 'query: { priority: "urgent"', '"urgent"'),
        ("wrong.ts", "// @ts-expect-error the owner is missing\n", "", "Expected 2 arguments"),
    ],
)
def test_the_compiler_notices(  # noqa: PLR0913, PLR0917 - a program, and what is done to it
    frontend: Path, node: Run, tmp_path: Path, program: str, old: str, new: str, error: str
) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(frontend, folder, symlinks=True)
    text = (folder / program).read_text()
    assert text.count(old) == 1
    (folder / program).write_text(text.replace(old, new))
    done = node(folder, TSC, "--project", ".")
    assert done.returncode
    assert error in done.stdout


def test_it_works(frontend: Path, node: Run, server: Server) -> None:
    done = node(frontend, "journey.ts", server.url, "ada@frontend.example")
    assert done.returncode == 0, done.stderr
    came = json.loads(done.stdout)
    assert came["title"] == "Write the letter"
    assert came["priority"] == "high"
    assert came["stale"] == "precondition_failed"
    assert came["listed"] == [came["made"]]
    assert came["text"] == came["answer"] != ""
    assert came["again"] == "You have an account already."
    assert came["short"].startswith("Look again at /")


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_it_works_in_a_browser_from_another_origin(frontend: Path, node: Run, tmp_path: Path) -> None:
    port = free_port()
    variables = {"DATA_FOLDER": str(tmp_path / "data"), "CORS_ORIGINS": f"http://127.0.0.1:{port}"}
    with running_server(tmp_path, ASSISTANT="offline", **variables) as server:
        done = node(frontend, "browser.ts", str(CHROMIUM), str(port), server.url, "ada@frontend.example")
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["title"] == "Write the letter"
    assert seen["headers"] == ["ETag", "Location", "X-Request-ID", "X-Contract"]
    assert seen["failed"] == "You have an account already."
    assert seen["failedHeaders"] == ["X-Request-ID", "X-Contract"]
    assert seen["pieces"] > 1
    assert seen["text"] == seen["answer"] != ""


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_a_page_of_an_origin_that_was_not_let_in_sees_nothing(frontend: Path, node: Run, server: Server) -> None:
    done = node(frontend, "browser.ts", str(CHROMIUM), "0", server.url, "eve@frontend.example")
    assert done.returncode
    assert "Failed to fetch" in done.stderr


ODD = """\
openapi: 3.0.3
info: {title: Odd, version: "1"}
servers: [{url: "https://api.example.com"}]
paths:
  /things/{id}:
    get:
      operationId: a/b c
      tags: [odd tag]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: It.}}
components:
  securitySchemes: {oidc: {type: openIdConnect, openIdConnectUrl: "https://login.example.com/about"}}
"""


def odd_page(folder: Path) -> Path:
    """The docs page of a document with names that addresses do not take as they are, and hosts to ask."""
    (folder / "odd.yaml").write_text(ODD)
    document = load_as_is(folder / "odd.yaml")
    frame = page_files(document, document)[FRAME].decode()
    swagger = files("fastapi_offline") / "static"
    (folder / "odd.html").write_text(docs_page(frame, json.dumps(document.data).encode(), swagger, Edition("1")))
    return folder / "odd.html"


@pytest.fixture(scope="module")
def seen(frontend: Path, node: Run, server: Server) -> dict[str, Any]:
    """What a Chromium saw of the docs page: the server's, in light and in dark on a phone, and the published file."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    [file] = (frontend / "dist").glob("docs.*.html")
    done = node(frontend, "docs.ts", CHROMIUM, server.url, str(file), str(odd_page(frontend)), "grace@frontend.example")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_docs_page_asks_nobody_and_has_no_faults(seen: dict[str, Any], server: Server) -> None:
    looks = seen["looks"]
    assert looks["phone"]["requests"] == [f"{server.url}/docs"]
    assert [url.removeprefix(server.url).rpartition("/")[2] for url in looks["light"]["requests"]] == [
        "docs",
        *("tasks", "tasks"),  # what was tried
    ]
    assert looks["phone"]["faults"] == []
    assert [fault for fault in looks["light"]["faults"] if "401" not in fault] == []
    [own] = seen["published"]["look"]["requests"]
    assert own.startswith("file:///")
    assert seen["published"]["look"]["faults"] == []


def test_docs_page_of_an_odd_document(seen: dict[str, Any]) -> None:
    """Its address opens the operation and is its address when it is clicked; the page alone is asked for."""
    odd = seen["odd"]
    assert (odd["parameter"].split()[0], odd["canTry"], odd["requests"]) == ("id", 1, [])
    assert odd["hash"] == "#/odd%20tag/a%2Fb_c"


def test_docs_page_can_be_tried_with_a_token(seen: dict[str, Any]) -> None:
    assert (seen["tried"]["without"], seen["tried"]["status"]) == ("401", "201")
    assert seen["tried"]["showsToken"]
    assert seen["published"]["canTry"] == 0  # a file has no server


def test_docs_page_can_be_read(seen: dict[str, Any]) -> None:
    """On a phone the page does not move sideways; in both themes no text is too faint, the open dialog's neither."""
    looks = [*seen["looks"].values(), seen["published"]["look"]]
    assert [look["overflow"] for look in looks] == [0, 0, 0]
    for contrast in (*(look["contrast"] for look in looks), seen["tried"]["dialog"]):
        assert contrast["texts"] > 500
        assert contrast["faint"] == []
    assert seen["unseen"] == []  # of what has the keyboard's focus
    assert seen["menu"] is False  # it closes when somewhere is gone
    assert seen["spilling"] == 0  # of the diagram's texts


def test_docs_page_shows_all_that_the_specs_say(seen: dict[str, Any]) -> None:
    specs = REPOSITORY / "specs"
    codes = set(re.findall(r"urn:handfast:problem:(\w+)", (specs / "components" / "problems.yaml").read_text()))
    assert len(codes) > 10
    for page in (seen, seen["published"]):
        assert sorted(page["codes"]) == sorted(codes)
        assert (page["operations"], page["nowhere"]) == (27, 0)
        assert page["features"] == ["Accounts", "Chat", "Service", "Tasks"]
    dbml = (specs / "database" / "schema.dbml").read_text()
    assert sorted(seen["tables"]) == sorted(re.findall(r"^Table (\w+)", dbml, re.MULTILINE))
    assert seen["lines"] == len(re.findall(r"^Ref", dbml, re.MULTILINE))
    assert seen["published"]["tables"] == []  # the house's own business
    assert seen["links"][-1] == "docs/proof"


def test_proof_is_shown_when_there_is_one(server: Server) -> None:
    with server.client() as client:
        missing = client.get("/docs/proof")
        assert missing.status_code == 404
        assert missing.text.startswith("There is no proof.html yet: make contract")
        (server.output.parent / "proof.html").write_text("<!doctype html><p>Proven.")
        assert client.get("/docs/proof").text == "<!doctype html><p>Proven."
