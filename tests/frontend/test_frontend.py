"""A TypeScript client, compiled against the published types, and run against the running server."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_tests.servers.server import free_port
from tests.backend.servers import Server, running_server
from tests.frontend.conftest import Run

TSC = "node_modules/typescript/bin/tsc"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    with running_server(folder, DATA_FOLDER=str(folder / "data"), ASSISTANT="offline") as server:
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
