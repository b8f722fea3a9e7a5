"""Founding a house: what is refused, and that nothing is left behind; the house of the notes stands."""

import os
import signal
import tomllib
from pathlib import Path

import pytest
import yaml

from handfast.cli import main
from handfast.findings import Finding, FindingsError, Location
from handfast.founding import building
from tests.handfast.documents import Write
from tests.handfast.houses import ROOT, make
from tests.tours import paste

RESPONSES = "{'204': {description: Done}, '404': {description: Gone}}"


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("founded") / "notes"
    assert main(["new", str(folder)]) == 0
    return folder


def test_house_of_the_notes_is_clean_and_green(notes: Path) -> None:
    assert "no findings" in make(notes, "check")
    assert "7 passed" in make(notes, "test")
    assert make(notes, "--silent token USER=ada").count(".") == 2


def test_house_asks_for_the_versions_that_are_tried_here(notes: Path) -> None:
    ours, house = (tomllib.loads((folder / "pyproject.toml").read_text()) for folder in (ROOT, notes))
    theirs, groups = house["project"], ours["dependency-groups"]
    assert set(theirs["dependencies"]) <= set(groups["backend"])
    tried = {each for each in groups["dev"] if isinstance(each, str)}
    assert set(theirs["optional-dependencies"]["dev"]) <= {*tried, f"handfast=={ours['project']['version']}"}


def test_make_installs_the_toolchain_from_where_it_is_said_to_be(notes: Path) -> None:
    commands = paste("make --dry-run .venv/installed HANDFAST=../handfast.whl", notes)
    assert 'pip install --quiet --disable-pip-version-check "../handfast.whl"' in commands
    assert 'pip install --quiet --disable-pip-version-check --editable ".[dev]"' in commands
    assert "../" not in paste("make --dry-run .venv/installed HANDFAST=", notes)


def test_hooks_and_workflow_run_what_make_has(notes: Path) -> None:
    hooks = yaml.safe_load((notes / ".pre-commit-config.yaml").read_text())["repos"]
    commands = [hook["entry"] for repository in hooks for hook in repository["hooks"]]
    assert {repository["repo"] for repository in hooks} == {"local"}  # nothing is fetched
    assert {hook["language"] for repository in hooks for hook in repository["hooks"]} == {"system"}
    steps = yaml.safe_load((notes / ".github/workflows/ci.yml").read_text())["jobs"]["prove"]["steps"]
    commands += [step["run"] for step in steps if "run" in step]
    assert "make check" in commands
    for command in {*commands}:
        program, target = command.split()
        assert program == "make"
        assert "handfast" in make(notes, f"--dry-run {target}") or target == "test"


def test_make_has_the_verbs_of_who_writes_specs(notes: Path) -> None:
    assert make(notes, "--silent plan").startswith("nothing changes")
    assert "async def get_note(" in make(notes, "--silent stub OPERATION=getNote")
    assert make(notes, "--silent stub") == ""
    assert "handfast publish --out public" in make(notes, "--dry-run publish PUBLISH='--out public'")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["full"], "handfast: full: is there already, and not empty\n"),
        (["file"], "handfast: file: is there already, and not empty\n"),
        (["no/where"], "handfast: no/where: there is no folder {}/no\n"),
        (["made", "--spec", "gone.yaml"], "handfast: gone.yaml: No such file or directory\n"),
        (["made", "--spec", "full"], "handfast: full: Is a directory\n"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(
    write: Write, folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    write("a: 1\n", "full/mine.yaml")
    write("a: 1\n", "file")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert main(["new", *words]) == 2
    assert capsys.readouterr().err == told.format(folder)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_nothing_is_left_of_a_house_that_could_not_be_finished(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise FindingsError([Finding(Location("x"), "no")])

    monkeypatch.setattr(building, "_format", refuse)
    assert main(["new", "made"]) == 1
    assert capsys.readouterr().err == "x:1:1: no\n1 finding\n"
    assert list(folder.iterdir()) == []


def test_nothing_is_left_when_a_signal_ends_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_format", lambda _: os.kill(os.getpid(), signal.SIGTERM))
    assert main(["new", "made"]) == 130
    assert list(folder.iterdir()) == []


def test_empty_folder_that_is_there_stays_the_same_one(folder: Path) -> None:
    before = folder.stat().st_ino
    assert main(["new", "."]) == 0
    assert folder.stat().st_ino == before
    assert (folder / "Makefile").is_file()
    assert not [path for path in folder.parent.iterdir() if path.name.startswith(f".{folder.name}")]


def test_a_name_of_several_words_can_be_pasted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "my notes"]) == 0
    assert (folder / "my notes" / "Makefile").is_file()
    assert "  cd 'my notes' && make test" in capsys.readouterr().out


def test_of_many_warnings_the_first_are_told(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    schemas = "".join(f"    S{number}: {{$ref: 'https://else.example/{number}'}}\n" for number in range(12))
    write("openapi: 3.1.0\ninfo: {title: Odd, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n" + schemas)
    assert main(["new", "made", "--spec", "openapi.yaml"]) == 0
    *first, last = capsys.readouterr().err.splitlines()
    assert len(first) == 10
    assert first[0] == "warning: openapi.yaml:6:16: https://else.example/0 is remote; nothing is fetched"
    assert last == "and 2 more warnings"


def test_long_lines_of_a_stub_leave_no_gap(write: Write, folder: Path) -> None:
    path = "/" + "/".join(f"{{a-part-of-many-{number}}}" for number in range(9))
    paths = f"{{{path!r}: {{get: {{responses: {RESPONSES}}}}}}}"
    write(f"openapi: 3.1.0\ninfo: {{title: Long, version: '1'}}\npaths: {paths}\n")
    assert main(["new", "made", "--spec", "openapi.yaml"]) == 0
    text = (folder / "made" / "backend" / "handlers" / "default.py").read_text()
    assert "May raise" in text
    assert "\n\n\n        " not in text
