"""Changes are held against what was approved and committed: no lock beside the specs can talk that away."""

import shutil
from pathlib import Path

import pytest

from handfast.cli import main
from tests.handfast.approved import approved, change, check, commit, git, needs_tools

DOCUMENT = """\
openapi: 3.1.0
info: {title: Notes, version: "1.2.0"}
paths:
  /notes:
    put:
      operationId: putNote
      requestBody: {content: {text/plain: {schema: {type: string, maxLength: 200}}}}
      responses: {"204": {description: Done.}}
"""
STAYED = "the change is breaking, and info.version went from 1.2.0 to 1.2.0: move it on"


@pytest.fixture
def root(folder: Path) -> Path:
    """A document that is approved and committed."""
    return approved(folder, DOCUMENT)


@needs_tools
class TestHistory:
    def test_an_approval_that_is_not_committed_takes_nothing_back(
        self, root: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        change(root, "Done.", "Over.")
        change(root, "1.2.0", "1.2.1")
        assert main(["approve", "--yes"]) == 0
        change(root, "maxLength: 200", "maxLength: 3")
        assert main(["approve", "--yes", "--unseen"]) == 1
        assert "info.version went from 1.2.0 to 1.2.1: move it on" in capsys.readouterr().err
        change(root, "1.2.1", "2.0.0")
        assert main(["approve", "--yes"]) == 0
        change(root, "maxLength: 3", "maxLength: 2")  # it has moved far enough for all that is not committed
        assert main(["approve", "--yes"]) == 0
        assert check(capsys) == []

    def test_a_lock_that_is_taken_away_takes_nothing_back(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        change(root, "maxLength: 200", "maxLength: 3")
        root.with_name("approved.lock").unlink()
        assert main(["approve", "--yes", "--unseen"]) == 1
        assert STAYED in capsys.readouterr().err
        git(root.parent, "commit", "--quiet", "--all", "--message=Nothing is approved")
        assert main(["approve", "--yes", "--unseen"]) == 1
        assert STAYED in capsys.readouterr().err

    def test_a_version_that_is_not_out_yet(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        change(root, "1.2.0", "2.0.0")
        change(root, "maxLength: 200", "maxLength: 3")
        assert main(["approve", "--yes"]) == 0
        commit(root.parents[1])
        lock = root.with_name("approved.lock")
        good = lock.read_text()
        for text in (f"<<<<<<< HEAD\n{good}", good):  # it was merged badly once, which is no other version
            lock.write_text(text)
            commit(root.parents[1])
        change(root, "maxLength: 3", "maxLength: 2")
        assert main(["approve", "--yes"]) == 1
        hint = "went from 2.0.0 to 2.0.0: move it on, or say --unreleased if 2.0.0 is not out yet\n"
        assert hint in capsys.readouterr().err
        assert main(["approve", "--yes", "--unreleased"]) == 0
        assert "the change is breaking" in capsys.readouterr().out  # since 1.2.0
        commit(root.parents[1])
        change(root, "2.0.0", "1.3.0")
        assert main(["approve", "--yes", "--unreleased"]) == 1
        assert "info.version went from 1.2.0 to 1.3.0: move it on" in capsys.readouterr().err

    def test_specs_that_refer_to_what_is_elsewhere(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        shared = folder / "common" / "texts.yaml"
        shared.parent.mkdir()
        shared.write_text("Text: {type: string, maxLength: 200}\n")
        shared.with_name("all").symlink_to("/")  # who has a link like that has not to hear of it
        approved(folder, DOCUMENT.replace("{type: string, maxLength: 200}", '{$ref: "../common/texts.yaml#/Text"}'))
        change(shared, "200", "3")
        assert main(["approve", "--yes"]) == 1
        assert STAYED in capsys.readouterr().err


class TestNoHistory:
    def test_no_other_version(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        change(root, "maxLength: 200", "maxLength: 3")
        assert main(["approve", "--yes", "--unreleased"]) == 0
        assert "no other version was approved before" in capsys.readouterr().out

    def test_no_git(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        shutil.rmtree(root.parents[1] / ".git")
        change(root, "maxLength: 200", "maxLength: 3")
        before = root.with_name("approved.lock").read_text()
        assert main(["approve", "--yes"]) == 1
        said = capsys.readouterr()
        assert "how it differs from what was approved cannot be told: it is not in git's history\n" in said.out
        assert "nobody can see what changes for clients: say --unseen to approve it so\n" in said.err
        assert root.with_name("approved.lock").read_text() == before
        assert main(["approve", "--yes", "--unseen"]) == 0
        assert check(capsys) == []

    def test_a_lock_that_was_committed_without_its_specs(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        lock = root.with_name("approved.lock")
        lock.write_text(lock.read_text() + '\n[features]\n"notes" = "0"\n')
        commit(root.parents[1])
        assert main(["approve", "--yes"]) == 1
        assert " is not of the specs there" in capsys.readouterr().out
        assert main(["approve", "--yes", "--unseen"]) == 0
