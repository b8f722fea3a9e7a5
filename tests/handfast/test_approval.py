"""Approving: what changed since, named by line; how far the version has to move; drafts are nobody's promise."""

from datetime import date
from pathlib import Path

import pytest

from handfast.approval.verdicts import Verdict, judge, moves_enough
from handfast.cli import main
from handfast.spec.document import load
from tests.handfast.approved import change, check, commit, needs_tools
from tests.handfast.documents import Write

DOCUMENT = """\
openapi: 3.1.0
info: {title: Notes, version: "1.2.0"}
paths:
  /notes:
    get:
      operationId: listNotes
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 50}}
      responses:
        "200": {description: The notes., content: {application/json: {schema: {$ref: "#/components/schemas/Notes"}}}}
    post:
      operationId: addNote
      responses:
        "204": {description: Done.}
components:
  schemas:
    Notes: {type: array, items: {$ref: "#/components/schemas/Note"}}
    Note:
      type: object
      required: [text]
      properties: {text: {type: string}}
"""
TABLES = """\
Enum size {
  small
  large
}

Table notes {
  id integer [pk]
  size size [not null]
}

Table lamps {
  id integer [pk]
}
"""


@pytest.fixture
def specs(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Specs that are approved and committed."""
    specs = folder / "specs"
    (specs / "database").mkdir(parents=True)
    (specs / "features").mkdir()
    (specs / "openapi.yaml").write_text(DOCUMENT)
    (specs / "database/schema.dbml").write_text(TABLES)
    (specs / "features/notes.md").write_text("# Notes\n")
    assert main(["approve", "--yes"]) == 0
    commit(folder)
    capsys.readouterr()
    return specs


class TestCheck:
    def test_what_is_approved(self, specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        change(specs / "openapi.yaml", "paths:", "# a comment promises nothing\npaths:")
        assert check(capsys) == []

    def test_nothing_was_ever_approved(self, specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (specs / "approved.lock").unlink()
        assert check(capsys) == [
            "specs/database/schema.dbml:6:1: table notes was never approved",
            "specs/database/schema.dbml:11:1: table lamps was never approved",
            "specs/features/notes.md:1:1: feature notes was never approved",
            "specs/openapi.yaml:5:5: GET /notes was never approved",
            "specs/openapi.yaml:11:5: POST /notes was never approved",
        ]

    @pytest.mark.parametrize(
        ("file", "old_new", "finding"),
        [
            ("openapi.yaml", ("maximum: 50", "maximum: 60"), "openapi.yaml:5:5: GET /notes has changed"),
            ("openapi.yaml", ("[text]", "[]"), "openapi.yaml:5:5: GET /notes has changed"),  # two references away
            (
                "openapi.yaml",
                ("description: Done.", "description: Over."),
                "openapi.yaml:11:5: POST /notes has changed",
            ),
            (
                "database/schema.dbml",
                ("id integer [pk]\n}", "id bigint [pk]\n}"),
                "database/schema.dbml:11:1: table lamps",
            ),
            ("database/schema.dbml", ("  large\n", "  huge\n"), "database/schema.dbml:6:1: table notes has changed"),
            ("features/notes.md", ("Notes", "Many notes"), "features/notes.md:1:1: feature notes has changed"),
        ],
    )
    def test_each_change_and_nothing_else(
        self, specs: Path, capsys: pytest.CaptureFixture[str], file: str, old_new: tuple[str, str], finding: str
    ) -> None:
        change(specs / file, *old_new)
        [found] = check(capsys)
        assert found.startswith(f"specs/{finding}")

    def test_what_goes_and_what_comes(self, specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        change(specs / "openapi.yaml", "operationId: addNote", "operationId: makeNote")
        assert check(capsys) == [
            "specs/approved.lock:5:1: operation addNote was approved and is gone",
            "specs/openapi.yaml:11:5: POST /notes was never approved",
        ]

    def test_a_value_that_is_called_mapping_is_no_discriminators(
        self, specs: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        change(specs / "openapi.yaml", "description: Done.", "description: Done., x-made: {mapping: by hand}")
        assert check(capsys) == ["specs/openapi.yaml:11:5: POST /notes has changed since it was approved"]

    def test_the_version_is_approved_like_the_rest(self, specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        change(specs / "openapi.yaml", "1.2.0", "1.1.0")
        assert check(capsys) == ["specs/openapi.yaml:2:22: info.version is 1.1.0, and 1.2.0 was approved"]

    def test_drafts_need_no_approval(self, specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        draft = '\n  /drafts: {get: {x-stability-level: draft, responses: {"204": {description: Done.}}}}\ncomponents:'
        change(specs / "openapi.yaml", "\ncomponents:", draft)
        assert check(capsys) == []

    def test_a_lock_that_is_none(self, specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (specs / "approved.lock").write_text("<<<<<<< HEAD\n")
        [found] = check(capsys)
        assert found.startswith("specs/approved.lock:1:1: is no lock of ours: ")


@needs_tools
class TestApprove:
    def test_what_is_breaking_has_to_move_the_version(self, specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        change(specs / "openapi.yaml", "[text]", "[]")
        before = (specs / "approved.lock").read_text()
        assert main(["approve", "--yes"]) == 1
        said = capsys.readouterr()
        assert "\nGET /notes\n  breaking  " in said.out
        assert "the change is breaking, and info.version went from 1.2.0 to 1.2.0: move it on" in said.err
        assert (specs / "approved.lock").read_text() == before
        change(specs / "openapi.yaml", "1.2.0", "2.0.0")
        assert main(["approve", "--yes"]) == 0
        assert 'version = "2.0.0"' in (specs / "approved.lock").read_text()
        assert check(capsys) == []

    def test_what_is_additive(self, specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        change(specs / "openapi.yaml", "properties: {", "properties: {at: {type: string}, ")
        change(specs / "openapi.yaml", "1.2.0", "1.2.1")
        assert main(["approve", "--yes"]) == 1
        assert "the change is additive, and info.version went from 1.2.0 to 1.2.1" in capsys.readouterr().err
        change(specs / "openapi.yaml", "1.2.1", "1.3.0")
        assert main(["approve", "--yes"]) == 0

    def test_without_yes_somebody_is_asked(
        self, specs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        change(specs / "features/notes.md", "Notes", "Many notes")
        before = (specs / "approved.lock").read_text()
        assert main(["approve"]) == 1  # there is nobody to ask
        assert "nothing is approved" in capsys.readouterr().err
        assert (specs / "approved.lock").read_text() == before
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda _: "y")
        assert main(["approve"]) == 0
        assert check(capsys) == []


ENDING = """\
openapi: 3.1.0
info: {title: Lamps, version: "1.0.0"}
paths:
  /lamps:
    get: {deprecated: true, x-sunset: 2027-01-31, responses: {"204": {description: Done.}}}
    put: {deprecated: true, x-sunset: 2027-02-01, responses: {"204": {description: Done.}}}
    post: {deprecated: true, x-sunset: 2027-03-31, responses: {"204": {description: Done.}}}
    delete: {deprecated: true, x-sunset: 2027-01-31, responses: {"204": {description: Done.}}}
  /candles:
    get: {deprecated: true, x-sunset: 2027-01-31, responses: {"204": {description: Done.}}}
  /torches:
    get: {deprecated: true, x-sunset: 2027-01-31, responses: {"204": {description: Done.}}}
    put: {responses: {"204": {description: Done.}}}
"""
LAST_DAY = date(2027, 1, 31)


@needs_tools
class TestEnds:
    """What was announced to end may go then, and no sooner."""

    def judged(self, write: Write, *lines: str) -> Verdict:
        """The verdict on that day of a document that has these lines of the one above."""
        old = load(write(ENDING, "old.yaml"))
        return judge(old, load(write("".join(f"{line}\n" for line in lines), "new.yaml")), LAST_DAY)

    def test_what_may_go(self, write: Write) -> None:
        lines = ENDING.splitlines()
        verdict = self.judged(write, *lines[:4], *lines[5:7], *lines[10:])
        assert verdict.bump == "patch"
        assert {(item.operation, item.impact) for item in verdict.differences} == {
            ("GET /lamps", "patch"),
            ("DELETE /lamps", "patch"),
            ("the document", "patch"),
        }

    def test_what_may_not(self, write: Write) -> None:
        lines = ENDING.splitlines()
        sooner = lines[6].replace("2027-03-31", "2027-03-30")
        later = lines[7].replace("2027-01-31", "2027-12-31")
        verdict = self.judged(write, *lines[:5], sooner, later, *lines[8:10])
        assert verdict.bump == "major"
        impacts = {
            (item.operation, item.message): (item.impact, item.place and str(item.place))
            for item in verdict.differences
        }
        assert impacts["PUT /lamps", "Operation `PUT /lamps` was removed"] == ("major", None)
        assert impacts["POST /lamps", "x-sunset is 2027-03-30, and was 2027-03-31"] == ("major", "new.yaml:6:5")
        assert impacts["the document", "Path `/torches` was removed"] == ("major", None)
        assert {impact for (name, _), (impact, _) in impacts.items() if name == "DELETE /lamps"} == {"patch"}


@pytest.mark.parametrize(
    ("bump", "old", "new"),
    [
        ("major", "1.2.3", "2.0.0"),
        ("minor", "1.2.3", "1.3.0"),
        ("minor", "1.9.0", "1.10.0"),
        ("patch", "1.2.3", "1.2.4"),
        ("none", "1.2.3", "1.2.3"),
        ("major", "0.2.3", "0.3.0"),
        ("major", "2026-01", "2026-02"),
    ],
)
def test_a_version_that_moved_far_enough(bump: str, old: str, new: str) -> None:
    assert moves_enough(bump, old, new)


@pytest.mark.parametrize(
    ("bump", "old", "new"),
    [
        ("major", "1.2.3", "1.3.0"),
        ("minor", "1.2.3", "1.2.4"),
        ("patch", "1.2.3", "1.2.3"),
        ("none", "1.2.3", "1.2.2"),
        ("major", "0.2.3", "0.2.4"),
        ("major", "1.2.3", "1.2.3-2"),
        ("major", "2026-01", "2026-01"),
    ],
)
def test_a_version_that_did_not(bump: str, old: str, new: str) -> None:
    assert not moves_enough(bump, old, new)
