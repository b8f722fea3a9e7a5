"""The features hold on the running server; one that does not is told with its step."""

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from handfast.cli import main
from handfast.tools.installation import installed
from tests import readme_verbs
from tests.backend.servers import Server, environment, running_server

SPECS = Path(__file__).parents[2] / "specs"
CRITERIA = sum(path.read_text().count("\n## ") for path in (SPECS / "features").glob("*.md"))

pytestmark = pytest.mark.skipif(not installed(), reason="Redocly CLI is not installed: `handfast tools` does that")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("features")
    with running_server(folder, DATA_FOLDER=str(folder / "data"), ASSISTANT="offline") as server:
        yield server


def test_all_hold(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["features", "--folder", str(SPECS / "features"), "--base-url", server.url]) == 0
    assert f"{CRITERIA} of {CRITERIA} criteria hold\n" in capsys.readouterr().out


def test_readme_shows_what_comes(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(SPECS.parent)
    [(command, _)] = readme_verbs.commands()["features"]
    assert main(shlex.split(command.replace("http://127.0.0.1:8000", server.url))[1:]) == 0
    readme_verbs.check("features", [(command, capsys.readouterr().out)])


def test_one_that_does_not(server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "features"
    folder.mkdir()
    for name in ("accounts.md", "accounts.arazzo.yaml"):
        text = (SPECS / "features" / name).read_text().replace("url: ../openapi.yaml", f"url: {SPECS}/openapi.yaml")
        (folder / name).write_text(text.replace("operationId: logOut", "operationId: getCurrentUser"))
    assert main(["features", "--folder", str(folder), "--base-url", server.url]) == 1
    said = capsys.readouterr().out
    assert "  ✗ log-out\n" in said
    assert f"{folder}/accounts.md:23:4: step leave: $statusCode == 204; 200 came\n" in said
    assert "  ✓ know-oneself\n" in said
    assert "5 of 6 criteria hold\n" in said


def test_a_server_that_is_started_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment(DATA_FOLDER=str(tmp_path / "data"), BETTER_AUTH_SECRET="x" * 40).items():
        monkeypatch.setenv(name, value)
    command = f"{sys.executable} -m backend"
    assert main(["features", "--folder", str(SPECS / "features"), "--only", "service", "--serve", command]) == 0
    assert "2 of 2 criteria hold\n" in capsys.readouterr().out


def test_a_server_that_does_not_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.md").write_text("## a\n")
    command = f"{sys.executable} -c \"print('out of order'); raise SystemExit(3)\""
    assert main(["features", "--folder", str(tmp_path), "--serve", command]) == 2
    said = capsys.readouterr().err
    assert said == "handfast: the server ended with 3 before it took a connection\nout of order\n"


def test_no_features(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["features", "--folder", str(tmp_path), "--base-url", "http://127.0.0.1:1"]) == 2
    assert capsys.readouterr().err == f"handfast: no features in {tmp_path}\n"
