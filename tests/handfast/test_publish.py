"""Editions: the document, its types and its changes under one hash; older ones stay."""

import hashlib
import json
from pathlib import Path

import pytest

from handfast.cli import main
from handfast.tools.installation import installed
from tests.handfast.approved import change, commit

DOCUMENT = """\
openapi: 3.1.0
info: {title: Notes, version: "1.2.0"}
paths:
  /notes:
    get:
      operationId: listNotes
      x-needs: [database]
      responses:
        "200": {description: The notes., content: {application/json: {schema: {$ref: "#/components/schemas/Note"}}}}
components:
  schemas:
    Note: {type: object, required: [text], properties: {text: {type: string, default: ""}}}
"""


@pytest.fixture
def specs(folder: Path) -> Path:
    path = folder / "specs/openapi.yaml"
    path.parent.mkdir()
    path.write_text(DOCUMENT)
    return path


def index(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "index.json").read_text())
    return found


@pytest.mark.skipif(not installed(), reason="openapi-typescript is not installed: `handfast tools` does that")
class TestPublish:
    @pytest.mark.usefixtures("specs")
    def test_one_hash_names_all(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["publish"]) == 0
        digest = index(folder / "dist")["digest"]
        assert f"edition {digest} is in dist\n" in capsys.readouterr().out
        document = (folder / f"dist/openapi.{digest}.json").read_bytes()
        assert hashlib.sha256(document).hexdigest().startswith(str(digest))
        assert {path.name for path in (folder / "dist").iterdir()} == {
            "index.json",
            f"openapi.{digest}.json",
            f"openapi.{digest}.yaml",
            f"openapi.{digest}.d.ts",
            f"changes.{digest}.md",
            f"docs.{digest}.html",
        }
        assert f"docs.{digest}.html" in str(index(folder / "dist")["files"])
        assert b"x-needs" not in document
        types = (folder / f"dist/openapi.{digest}.d.ts").read_text()
        assert "listNotes: {" in types
        assert (folder / f"dist/changes.{digest}.md").read_text() == "# Changes\n\nThe first edition.\n"

    @pytest.mark.usefixtures("specs")
    def test_it_is_what_the_server_serves(self, folder: Path) -> None:
        assert main(["publish"]) == main(["generate"]) == 0
        [published] = folder.glob("dist/openapi.*.json")
        assert published.read_bytes() == (folder / "generated/openapi.json").read_bytes()

    @pytest.mark.usefixtures("specs")
    def test_again_changes_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["publish"])
        capsys.readouterr()
        assert main(["publish"]) == 0
        assert capsys.readouterr().out.count("\n") == 1

    def test_what_nobody_approved_is_not_published(
        self, specs: Path, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["approve", "--yes"]) == main(["publish"]) == 0
        change(specs, "default: ", "maxLength: 3, default: ")
        before = sorted(folder.glob("dist/*"))
        capsys.readouterr()
        assert main(["publish"]) == 1
        said = "specs/openapi.yaml:5:5: GET /notes has changed since it was approved\n1 finding\n"
        assert capsys.readouterr().err == said
        assert sorted(folder.glob("dist/*")) == before
        assert main(["publish", "--unapproved"]) == 0
        commit(folder)
        (folder / "specs/approved.lock").unlink()  # who takes the lock away has approved nothing
        assert main(["publish"]) == 1

    @pytest.mark.usefixtures("specs")
    def test_a_project_publishes_its_specs(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["approve", "--yes"]) == main(["generate"]) == 0
        capsys.readouterr()
        assert main(["publish", "--spec", "generated/openapi.json"]) == 1
        said = "is not what specs/approved.lock approves: say --unapproved to publish it all the same"
        assert capsys.readouterr().err == f"generated/openapi.json:1:1: {said}\n1 finding\n"

    def test_the_next_edition_says_what_changed_and_leaves_the_last(self, specs: Path, folder: Path) -> None:
        main(["publish"])
        first = index(folder / "dist")["digest"]
        specs.write_text(DOCUMENT.replace("required: [text]", "required: []"))
        assert main(["publish"]) == 0
        second = index(folder / "dist")["digest"]
        changes = (folder / f"dist/changes.{second}.md").read_text()
        assert changes.startswith(f"# Changes\n\nSince edition {first}: breaking.\n\n## GET /notes\n\n- breaking: ")
        assert (folder / f"dist/openapi.{first}.json").is_file()
        assert main(["publish"]) == 0
        assert (folder / f"dist/changes.{second}.md").read_text() == changes

    def test_the_docs_page_has_what_it_was_given(self, specs: Path, folder: Path) -> None:
        """The tables if asked for; a report of the proof from then on."""
        (folder / "proof.html").write_text("Proven.")
        (specs.parent / "database").mkdir()
        (specs.parent / "database/schema.dbml").write_text("Table notes {\n  text varchar [pk]\n}\n")
        assert main(["publish", "--proof", "proof.html", "--database"]) == 0
        digest = index(folder / "dist")["digest"]
        page = folder / f"dist/docs.{digest}.html"
        link = f'<a href="proof.{digest}.html">Proof</a>'
        assert (folder / f"dist/proof.{digest}.html").read_text() == "Proven."
        assert link in page.read_text()
        assert 'id="table-notes"' in page.read_text()
        assert main(["publish"]) == 0
        assert link in page.read_text()
        assert 'id="table-notes"' not in page.read_text()

    @pytest.mark.usefixtures("specs")
    def test_a_report_that_is_not_there(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["publish", "--proof", "proof.html"]) == 2
        assert capsys.readouterr().err == "handfast: proof.html: No such file or directory\n"


@pytest.mark.usefixtures("specs")
def test_without_the_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert main(["publish"]) == 2
    assert capsys.readouterr().err == "handfast: the Node tools are not installed: `handfast tools` does that\n"
    assert not (tmp_path / "dist").exists()
