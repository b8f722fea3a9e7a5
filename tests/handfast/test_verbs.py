"""What holds for every verb: help that teaches, exit codes, one line for a mistake and never a stack trace."""

import re
import shlex
from pathlib import Path

import pytest

from contract_tests.options import make_parser
from handfast.cli import VERBS, main, parser

NOTHING = "http://127.0.0.1:9"
# What each verb is asked to do with a file that is not there; None where it takes no file.
MISSING: dict[str, str | None] = {
    "new": "new house --spec nowhere.yaml",
    "split": "split nowhere.yaml",
    "lint": "lint --spec nowhere.yaml",
    "plan": "plan --spec nowhere.yaml",
    "generate": "generate --spec nowhere.yaml",
    "stub": "stub listNotes --spec nowhere.yaml",
    "watch": "watch --spec nowhere.yaml",
    "approve": "approve --spec nowhere.yaml",
    "publish": "publish --spec nowhere.yaml",
    "mock": "mock nowhere.yaml",
    "contract": f"contract --spec nowhere.yaml --base-url {NOTHING}",
    "features": f"features --folder nowhere --base-url {NOTHING}",
    "database": "database --spec nowhere.dbml",
    "corpus": "corpus nowhere",
    "tools": None,
}
SWAGGER = 'swagger: "2.0"\ninfo: {title: Old, version: "1"}\npaths: {}\n'
# What each verb that reads a document says to one that is none; the others are told elsewhere.
NO_DOCUMENT = ("split", "lint", "plan", "generate", "stub", "approve", "publish", "mock")


def test_each_verb_is_asked() -> None:
    """A new one is held to all of this, too."""
    assert tuple(MISSING) == VERBS


def code_of(*words: str) -> object:
    """How it ends; the proof does in a process of its own."""
    try:
        return main(words)
    except SystemExit as end:
        return end.code


@pytest.mark.parametrize("verb", VERBS)
def test_help_teaches_with_examples(verb: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert code_of(verb, "--help") == 0
    said = capfd.readouterr().out
    assert "\nexamples:\n" in said
    assert re.search(r"^Exit codes: 0 \w+, 1 findings, 2 misuse\.", said, re.MULTILINE)
    examples = re.findall(r"^  (?:[A-Z_]+=\S+ )*(handfast .*)$", said, re.MULTILINE)
    assert examples
    for example in examples:
        words = shlex.split(re.split(r"\s{2,}| >>", example)[0])
        assert words[:2] == ["handfast", verb]
        if verb == "contract":
            make_parser().parse_args(words[2:])
        else:
            parser(words[1:]).parse_args(words[1:])


def test_help_names_each_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("--help") == 0
    said = capsys.readouterr().out
    assert [verb for verb in VERBS if not re.search(rf"^    {verb} +\w", said, re.MULTILINE)] == []
    assert "Exit codes: 0 fine, 1 findings, 2 misuse." in said


@pytest.mark.parametrize("verb", VERBS)
def test_an_option_that_is_none_is_misuse(verb: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert code_of(verb, "--nonsense") == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1].startswith("handfast")
    assert "Traceback" not in said.err


@pytest.mark.parametrize("verb", [verb for verb, words in MISSING.items() if words])
@pytest.mark.usefixtures("folder")
def test_a_file_that_is_not_there_is_misuse(
    verb: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///nowhere")
    assert main(shlex.split(str(MISSING[verb]))) == 2
    said = capfd.readouterr()
    assert said.out == ""
    [line] = said.err.splitlines()
    assert "nowhere" in line


@pytest.mark.parametrize("verb", NO_DOCUMENT)
def test_what_is_no_document_is_a_finding(verb: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "old.yaml").write_text(SWAGGER)
    assert main(shlex.split(str(MISSING[verb]).replace("nowhere", "old"))) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "old.yaml:1:1: is Swagger 2.0: make OpenAPI 3 of it first, with swagger2openapi for one",
        "1 finding",
    ]
