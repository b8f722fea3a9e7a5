"""Specs for the tests of approving: written, approved, committed, changed, checked."""

import subprocess
from pathlib import Path

import pytest

from handfast.cli import main
from handfast.tools.installation import installed

needs_tools = pytest.mark.skipif(not installed(), reason="Redocly CLI is not installed: `handfast tools` does that")


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder: Path) -> None:
    """Commit all that there is, in a repository that is made if there is none."""
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=Approved")


def approved(folder: Path, document: str) -> Path:
    """A document that is approved and committed, as the specs of a folder."""
    root = folder / "specs" / "openapi.yaml"
    root.parent.mkdir()
    root.write_text(document)
    assert main(["approve", "--yes"]) == 0
    commit(folder)
    return root


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def check(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What `approve --check` finds."""
    capsys.readouterr()
    code = main(["approve", "--check"])
    lines = capsys.readouterr().err.splitlines()
    assert code == (1 if lines else 0)
    return lines[:-1]
