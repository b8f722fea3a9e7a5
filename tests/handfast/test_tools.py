"""The Node tools: installed once, found again, and what the general rules add to the lint."""

import json
from pathlib import Path

import pytest

from handfast.cli import main
from handfast.tools import installation

REPOSITORY = Path(__file__).parents[2]
DOCUMENT = """\
openapi: 3.1.0
info: {title: Small, version: "1"}
servers: [{url: "http://127.0.0.1"}]
paths:
  /things:
    get:
      operationId: listThings
      tags: [things]
      summary: List things
      security: []
      responses:
        "204": {description: Nothing.}
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where tools would be installed; nothing is there."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in npm's place, which does as it is told; tells what it was asked in the file `asked`."""
    program = tmp_path / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\nls -A >> {tmp_path}/asked\n. {tmp_path}/does\n')
    program.chmod(0o755)
    (tmp_path / "does").write_text("mkdir node_modules\n")
    monkeypatch.setattr(installation, "program", lambda _: str(program))
    return tmp_path


class TestInstall:
    def test_once(self, cache: Path, npm: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["tools"]) == 0
        assert capsys.readouterr().out == f"installed in {installation.folder()}\n"
        asked = (npm / "asked").read_text().splitlines()
        assert asked == ["ci --loglevel=error", ".npmrc", "package-lock.json", "package.json"]
        assert main(["tools"]) == 0
        assert capsys.readouterr().out == f"already in {installation.folder()}\n"
        assert main(["tools", "--quiet"]) == 0
        assert capsys.readouterr().out == ""
        assert (npm / "asked").read_text().splitlines() == asked
        assert [path.name for path in (cache / "handfast").iterdir()] == [installation.folder().name]

    def test_what_npm_cannot(self, cache: Path, npm: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (npm / "does").write_text("echo 'npm error no such registry' >&2; exit 1\n")
        assert main(["tools"]) == 2
        assert capsys.readouterr().err == "handfast: npm cannot install them: npm error no such registry\n"
        assert list((cache / "handfast").iterdir()) == []

    def test_the_lock_pins_by_hash_and_names_no_address(self) -> None:
        lock = json.loads(Path(installation.__file__).with_name("package-lock.json").read_text())
        packages = [package for name, package in lock["packages"].items() if name]
        assert packages
        assert all("integrity" in package and "resolved" not in package for package in packages)


@pytest.mark.usefixtures("cache")
class TestWithoutTools:
    def test_lint_says_so(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.chdir(REPOSITORY)
        assert main(["lint"]) == 0
        said = capsys.readouterr()
        assert said.out == "specs/openapi.yaml: no findings\n"
        assert said.err == "the general rules were not run: `handfast tools` installs them\n"

    def test_lint_refuses_if_they_are_demanded(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "openapi.yaml"
        path.write_text(DOCUMENT)
        assert main(["lint", "--general", "--spec", str(path)]) == 2
        assert capsys.readouterr().err == "handfast: the Node tools are not installed: `handfast tools` does that\n"


@pytest.mark.skipif(not installation.installed(), reason="the Node tools are not installed: `handfast tools` does that")
class TestGeneralRules:
    @pytest.fixture
    def document(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(tmp_path)
        path = tmp_path / "openapi.yaml"
        path.write_text(DOCUMENT)
        return path

    def test_find_nothing_in_this_repository(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(REPOSITORY)
        assert main(["lint"]) == 0
        assert capsys.readouterr() == ("specs/openapi.yaml: no findings\n", "")

    def test_are_told_with_their_names_among_those_of_the_house(
        self, document: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        main(["lint", "--spec", str(document)])
        lines = capsys.readouterr().err.splitlines()
        assert any(line.startswith("openapi.yaml:2:1: ") and line.endswith(" (info-license)") for line in lines)
        assert not any("(operation-4xx-response)" in line for line in lines)
        places = [tuple(map(int, line.split(":")[1:3])) for line in lines if line.startswith("openapi.yaml:")]
        assert places == sorted(places)

    def test_a_line_of_which_the_house_has_spoken_is_told_once(
        self, document: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        document.write_text(DOCUMENT.replace("      operationId: listThings\n", ""))
        main(["lint", "--spec", str(document)])
        said = capsys.readouterr().err
        assert "openapi.yaml:6:5: GET /things: has no operationId\n" in said
        assert "(operation-operationId)" not in said

    def test_a_redocly_yaml_of_the_team_chooses(self, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
        document.with_name("redocly.yaml").write_text("rules: {operation-4xx-response: error}\n")
        main(["lint", "--spec", str(document)])
        said = capsys.readouterr().err
        assert "(operation-4xx-response)" in said
        assert "(info-license)" not in said

    def test_annotations(self, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["lint", "--format", "github", "--spec", str(document)]) == 1
        lines = capsys.readouterr().out.splitlines()
        assert any(line.startswith("::error file=openapi.yaml,line=2,col=1::") for line in lines)
        assert all(line.startswith("::error file=openapi.yaml,line=") for line in lines)
