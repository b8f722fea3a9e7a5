"""The command line: what it says, what it changes, how it ends."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from handfast.cli import main
from tests.handfast import golden
from tests.handfast.documents import Write

REPOSITORY = Path(__file__).parents[2]
SWAGGER = "is Swagger 2.0: make OpenAPI 3 of it first, with swagger2openapi for one"
SMALL = (
    'openapi: 3.1.0\ninfo: {title: Small, version: "1"}\npaths: {/a: {get: {responses: {"204": {description: ""}}}}}\n'
)


@pytest.fixture
def repository(folder: Path) -> Path:
    """A copy of this repository's specs and of what is generated from them."""
    for name in ("specs", "generated"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


class TestCheck:
    def test_is_green_on_this_repository(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(REPOSITORY)
        assert main(["generate", "--check"]) == 0
        assert capsys.readouterr() == ("", "")

    def test_is_red_after_one_character_in_the_specs(
        self, repository: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = repository / "specs/components/tasks.yaml"
        text = path.read_text(encoding="utf-8")
        assert "maxLength: 200\n" in text
        path.write_text(text.replace("maxLength: 200\n", "maxLength: 201\n"), encoding="utf-8")
        assert main(["generate", "--check"]) == 1
        said = capsys.readouterr()
        assert "max_length=201" in said.out
        assert "--- generated/schemas.py (is)\n+++ generated/schemas.py (should be)\n@@ " in said.out
        assert said.err == "generated is not what specs/openapi.yaml says; run generate\n"
        assert "201" not in (repository / "generated/schemas.py").read_text(encoding="utf-8")

    @pytest.mark.parametrize("name", ["routes/tasks.py", "support/routing.py", "openapi.json", "manifest.json"])
    def test_is_red_after_one_character_in_what_was_generated(
        self, repository: Path, capsys: pytest.CaptureFixture[str], name: str
    ) -> None:
        path = repository / "generated" / name
        content = path.read_bytes()
        path.write_bytes(content[:-2] + b"x" + content[-2:])
        assert main(["generate", "--check"]) == 1
        assert capsys.readouterr().out.startswith(f"--- generated/{name} (is)\n")

    def test_is_red_after_a_deleted_and_after_an_added_file(
        self, repository: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (repository / "generated/problems.py").unlink()
        (repository / "generated/apis/stray.py").write_text("")
        assert main(["generate", "--check"]) == 1
        said = capsys.readouterr().out
        assert [line for line in said.splitlines() if line.startswith("--- ")] == [
            "--- generated/apis/stray.py (is)",
            "--- generated/problems.py (is)",
        ]

    def test_writes_nothing(self, folder: Path, write: Write) -> None:
        write(SMALL)
        assert main(["generate", "--spec", "openapi.yaml", "--check"]) == 1
        assert [path.name for path in folder.iterdir()] == ["openapi.yaml"]


class TestGenerate:
    def test_says_what_it_wrote(self, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
        write(SMALL)
        assert main(["generate", "--spec", "openapi.yaml", "--out", "pets"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert "pets/routes/default.py" in lines
        assert re.fullmatch(r"(\d+) of \1 files changed in pets", lines[-1])

    def test_changes_nothing_the_second_time(self, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
        write(SMALL)
        main(["generate", "--spec", "openapi.yaml"])
        capsys.readouterr()
        assert main(["generate", "--spec", "openapi.yaml"]) == 0
        assert re.fullmatch(r"0 of \d+ files changed in generated\n", capsys.readouterr().out)
        assert main(["generate", "--spec", "openapi.yaml", "--check"]) == 0

    def test_moves_a_tag_to_other_files(self, folder: Path, write: Write) -> None:
        write(SMALL)
        main(["generate", "--spec", "openapi.yaml"])
        write(SMALL.replace("get: {", "get: {tags: [pets], "))
        main(["generate", "--spec", "openapi.yaml"])
        modules = {path.name for path in (folder / "generated/apis").glob("*.py")}
        assert modules == {"__init__.py", "pets.py"}

    def test_never_overwrites_what_it_did_not_write(
        self, folder: Path, write: Write, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write(SMALL)
        write("mine", "src/schemas.py")
        assert main(["generate", "--spec", "openapi.yaml", "--out", "src"]) == 1
        assert capsys.readouterr().err == (
            "src/schemas.py:1:1: was not generated and stays; choose another --out\n1 finding\n"
        )
        assert [path.name for path in (folder / "src").iterdir()] == ["schemas.py"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "openapi.yaml:1:1: is no OpenAPI 3 document: it has no `openapi: 3.…`\n1 finding\n"),
        ("swagger: '2.0'", f"openapi.yaml:1:1: {SWAGGER}\n1 finding\n"),
        (b"\xff", None),
        (SMALL.replace("{description", "{{description"), None),
        (SMALL.replace("{/a: {get:", "{/a: {get: 7, put:").replace('"204": {', '"204": 7, x: {'), None),
        (SMALL.replace("paths: {/a", "paths: [7]\nx-more: {/a"), None),
        (SMALL.replace("get: {", "get: {parameters: [{in: query}], "), None),
        (SMALL.replace("get: {", "get: {parameters: 7, "), None),
        (SMALL.replace("get: {", "get: {tags: [[a]], "), None),
    ],
)
@pytest.mark.parametrize("verb", ["generate", "lint"])
def test_a_mistake_is_told_in_lines_with_a_place(
    write: Write, capsys: pytest.CaptureFixture[str], verb: str, text: str | bytes | None, said: str | None
) -> None:
    """Never with a traceback, and nothing is written: not even what could be, when asked to be strict."""
    if text is not None:
        write(text)
    assert main([verb, "--spec", "openapi.yaml", *(["--strict"] if verb == "generate" else [])]) == 1
    err = capsys.readouterr().err
    assert said in (err, None)
    *findings, count = err.splitlines()
    assert all(re.match(r"openapi\.yaml:\d+:\d+: \S", line) for line in findings)
    assert count == ("1 finding" if len(findings) == 1 else f"{len(findings)} findings")
    assert not Path("generated").exists()


def test_what_cannot_be_read_is_annotated_as_well(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("openapi: 3.1.0\ninfo: [\n")
    assert main(["lint", "--format", "github", "--spec", "openapi.yaml"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("::error file=openapi.yaml,line=3,col=1::is not YAML: ")


@pytest.mark.parametrize("verb", ["generate", "lint"])
def test_a_folder_is_no_document(folder: Path, capsys: pytest.CaptureFixture[str], verb: str) -> None:
    assert main([verb, "--spec", str(folder)]) == 2
    assert capsys.readouterr().err == f"handfast: {folder}: Is a directory\n"


def test_a_file_that_may_not_be_read_is_misuse(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Tried as a user without rights, as root may read everything."""
    spec = write(SMALL)
    main(["lint", "--spec", str(spec)])  # imports what that user may not
    capsys.readouterr()
    spec.chmod(0)
    user = os.geteuid()
    os.seteuid(user or 65534)
    try:
        code = main(["lint", "--spec", str(spec)])
    finally:
        os.seteuid(user)
    assert (code, capsys.readouterr().err) == (2, f"handfast: {spec}: Permission denied\n")


@pytest.mark.parametrize("check", [[], ["--check"]])
def test_an_out_path_that_is_a_file_is_told(write: Write, capsys: pytest.CaptureFixture[str], check: list[str]) -> None:
    write(SMALL)
    write("mine", "taken")
    code = main(["generate", "--spec", "openapi.yaml", "--out", "taken", *check])
    said = capsys.readouterr()
    assert code == (1 if check else 2)
    assert len(said.err.splitlines()) == 1
    assert "taken" in said.err
    assert Path("taken").read_text() == "mine"


@pytest.mark.parametrize(
    "arguments", [[], ["none"], ["generate", "--none"], ["lint", "--out", "x"], ["generate", "--spec"]]
)
def test_misuse_is_two(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: handfast")


@pytest.mark.parametrize("arguments", [["--help"], ["generate", "--help"], ["lint", "--help"]])
def test_help_says_how(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    said = capsys.readouterr().out
    assert caught.value.code == 0
    assert said.startswith(f"usage: {' '.join(['handfast', *arguments[:-1]])}")
    assert len(arguments) == 1 or f"  handfast {arguments[0]} --spec" in said


def test_lint_wants_utf_8(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write(b"\xff")
    assert main(["lint", "--spec", "openapi.yaml"]) == 1
    assert capsys.readouterr().err == "openapi.yaml:1:1: is not UTF-8 text\n1 finding\n"


def _program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program itself, as `python -m handfast`, in the current folder."""
    paths = os.pathsep.join([str(REPOSITORY / "scripts"), *sys.path])
    return subprocess.run(
        [sys.executable, "-m", "handfast", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": paths, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_same_bytes_come_out_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another folder, hash seed, locale, time zone, home and umask, and settings of other tools beside it."""
    expected = golden.made("several_files").package.files
    places = [
        (tmp_path / "one", {"PYTHONHASHSEED": "1", "TZ": "Asia/Kolkata", "LC_ALL": "C.UTF-8"}),
        (tmp_path / "a b/zwei ü", {"PYTHONHASHSEED": "2", "TZ": "America/Caracas", **_ASCII}),
    ]
    for folder, environment in places:
        shutil.copytree(golden.FOLDER / "several_files", folder / "specs", ignore=shutil.ignore_patterns("expected"))
        for name in ("ruff.toml", ".config/ruff/ruff.toml", "tmp/ruff.toml"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text('line-length = 40\n[format]\nquote-style = "single"\n')
        (folder / "pyproject.toml").write_text("[tool.datamodel-codegen]\nsnake-case-field = true\n")
        monkeypatch.chdir(folder)
        done = _program("generate", **environment, HOME=str(folder), TMPDIR=str(folder / "tmp"))
        assert done.returncode == 0, done.stderr
        written = {
            path.relative_to(folder / "generated").as_posix(): path.read_bytes()
            for path in (folder / "generated").rglob("*")
            if path.is_file()
        }
        assert written == expected


# Python takes UTF-8 for ASCII locales unless it is told not to.
_ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_the_program_ends_with_its_code(write: Write) -> None:
    write(SMALL)
    assert _program("generate", "--spec", "openapi.yaml").returncode == 0
    assert _program("generate", "--spec", "openapi.yaml", "--check").returncode == 0
    assert _program("lint", "--spec", "openapi.yaml").returncode == 1
    assert _program("none").returncode == 2


def test_a_diff_of_text_beyond_ascii_is_shown_anywhere(folder: Path, write: Write) -> None:
    write(SMALL.replace("Small", "Größe"))
    done = _program("generate", "--spec", "openapi.yaml", "--check", **_ASCII)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert not (folder / "generated").exists()


def test_what_is_published_is_written_in_both_forms(folder: Path, write: Write) -> None:
    write(SMALL.replace("get: {", "get: {x-needs: [database], x-page: {}, "))
    main(["generate", "--spec", "openapi.yaml"])
    operation = json.loads((folder / "generated/openapi.json").read_text())["paths"]["/a"]["get"]
    assert sorted(operation) == ["responses", "x-page"]


@pytest.mark.parametrize("verb", ["generate", "lint"])
def test_a_spec_that_is_not_there_is_misuse(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--spec", "nowhere.yaml"]) == 2
    assert capsys.readouterr().err == "handfast: nowhere.yaml: No such file or directory\n"


def test_an_undeclared_security_scheme_still_needs_its_authenticator(write: Write, folder: Path) -> None:
    """Or the first call would find that there is none, instead of the start."""
    write(SMALL.replace("get: {", "get: {security: [{nobody: []}], "))
    assert main(["generate", "--spec", "openapi.yaml", "--out", "made"]) == 0
    assert "    nobody: Authenticator\n" in (folder / "made" / "security.py").read_text()
