"""What generating would do, told before it is done: who has to follow, who would be orphaned; and stubs to paste."""

import ast
from pathlib import Path

import pytest

from handfast.cli import main

DOCUMENT = """\
openapi: 3.1.0
info: {title: Notes, version: "1"}
paths:
  /notes:
    get:
      operationId: listNotes
      tags: [notes]
      summary: List notes
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 50}}
      responses:
        "200":
          description: The notes.
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Note"}}}}
  /notes/{id}:
    delete:
      operationId: deleteNote
      tags: [notes]
      summary: Delete a note
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "204": {description: It is gone.}
        "404": {$ref: "#/components/responses/NoteNotFound"}
components:
  schemas:
    Note:
      type: object
      required: [text]
      properties: {text: {type: string, maxLength: 100}}
    NoteNotFound:
      type: object
      required: [type, title, status, error_code]
      properties:
        type: {const: "urn:notes:note_not_found"}
        title: {const: Note not found}
        status: {const: 404}
        error_code: {const: note_not_found}
        detail: {type: string}
        request_id: {type: string}
  responses:
    NoteNotFound:
      description: There is no such note.
      content: {application/problem+json: {schema: {$ref: "#/components/schemas/NoteNotFound"}}}
"""
COUNT = """\
  /count:
    get: {operationId: countNotes, tags: [notes], summary: Count, responses: {"204": {description: Done.}}}
"""
HANDLER = """\
from generated.apis.notes import NotesApi
from generated.problems import NoteNotFound
from generated.schemas import Note


class Notes(NotesApi):
    async def list_notes(self, *, limit: int | None) -> list[Note]:
        return [Note(text="a")]

    async def delete_note(self, id: str) -> None:
        raise NoteNotFound
"""


@pytest.fixture
def house(folder: Path) -> Path:
    """A project with a document, what was generated of it, and a handler."""
    (folder / "specs").mkdir()
    (folder / "specs/openapi.yaml").write_text(DOCUMENT)
    (folder / "handlers.py").write_text(HANDLER)
    assert main(["generate"]) == 0
    return folder


def change(house: Path, old: str, new: str) -> None:
    path = house / "specs/openapi.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture
def tell(house: Path, capsys: pytest.CaptureFixture[str]) -> "Tell":
    capsys.readouterr()
    return Tell(house, capsys)


class Tell:
    """Runs `handfast plan` and splits what it tells."""

    def __init__(self, house: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.house = house
        self.error = ""
        self._capsys = capsys

    def forget(self) -> None:
        """What was printed by others."""
        self._capsys.readouterr()

    def __call__(self, *changes: tuple[str, str], code: int = 0) -> list[str]:
        for old, new in changes:
            change(self.house, old, new)
        before = {path: path.read_bytes() for path in self.house.rglob("*") if path.is_file()}
        assert main(["plan"]) == code
        assert before == {path: path.read_bytes() for path in self.house.rglob("*") if path.is_file()}
        said = self._capsys.readouterr()
        self.error = said.err
        return said.out.splitlines()


NOTHING = ["nothing changes for hand-written code or the types of frontends"]


def test_nothing(tell: Tell) -> None:
    assert tell() == NOTHING


def test_classes_of_one_name_are_told_apart(tell: Tell) -> None:
    """Parameters of two tags; an answer and a problem of any status have names of their own."""
    limit = "{name: limit, in: query, schema: {type: integer, maximum: 50}}"
    any_status = "{default: {description: Whatever comes}}"
    other = f"get: {{operationId: listTags, tags: [tags], parameters: [{limit}], responses: {any_status}}}"
    change(tell.house, "components:\n", f"  /tags: {{{other}}}\ncomponents:\n")
    assert main(["generate"]) == 0
    tell.forget()
    assert tell() == NOTHING
    assert "class ListTagsSuccess:" in (tell.house / "generated/apis/tags.py").read_text()
    assert "class ListTagsDefault(Bare):" in (tell.house / "generated/problems.py").read_text()
    lines = tell((f"parameters: [{limit}]", f"parameters: [{limit.replace('50', '60')}]"))
    assert lines[:2] == ["parameters", "  ~ limit in query  (tags)"]


def test_a_method_that_appears(tell: Tell) -> None:
    lines = tell(("  /notes/{id}:\n", f"{COUNT}  /notes/{{id}}:\n"))
    assert lines == [
        "operations",
        "  + NotesApi.count_notes  GET /count: Count.",
        "      to be written: `handfast stub` prints it",
        "TypeScript types",
        '  + operations["countNotes"]',
    ]


def test_a_method_that_changes_and_who_implements_it(tell: Tell) -> None:
    lines = tell(
        ("        - {name: limit", "        - {name: q, in: query, schema: {type: string}}\n        - {name: limit")
    )
    assert lines[:4] == [
        "operations",
        "  ~ NotesApi.list_notes  GET /notes: List notes.",
        "      + q: str | None",
        "      handlers.py:7 has to follow",
    ]


def test_a_method_that_goes_orphans_its_handler(tell: Tell) -> None:
    lines = tell(("operationId: deleteNote", "operationId: removeNote"), code=1)
    assert "  - NotesApi.delete_note  DELETE /notes/{id}: Delete a note." in lines
    assert "      handlers.py:10 would be orphaned" in lines
    assert "  + NotesApi.remove_note  DELETE /notes/{id}: Delete a note." in lines
    assert tell.error == "specs/openapi.yaml no longer has what these implement: handlers.py:10\n"


def test_what_would_orphan_a_handler_is_not_generated(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(house, "operationId: deleteNote", "operationId: removeNote")
    api = house / "generated/apis/notes.py"
    before = api.read_text()
    capsys.readouterr()
    assert main(["generate"]) == 1
    gone = "NotesApi.delete_note  DELETE /notes/{id}: Delete a note."
    assert capsys.readouterr().err.splitlines() == [
        f"handlers.py:10: would be orphaned: specs/openapi.yaml no longer has {gone}",
        "nothing is written; rename or remove what is named, or say --orphan",
    ]
    assert api.read_text() == before
    assert main(["generate", "--orphan"]) == 0
    assert "remove_note" in api.read_text()
    assert main(["generate"]) == 0


def test_who_follows_first_is_not_in_the_way(house: Path) -> None:
    change(house, "operationId: deleteNote", "operationId: removeNote")
    (house / "handlers.py").write_text(HANDLER.replace("delete_note", "remove_note"))
    assert main(["generate"]) == 0


def test_what_was_generated_and_is_no_python_any_more_is_written_anew(tell: Tell) -> None:
    api = tell.house / "generated/apis/notes.py"
    text = api.read_text()
    api.write_text(f"<<<<<<< ours\n{text}")
    assert "  + NotesApi.list_notes  GET /notes: List notes." in tell()
    assert main(["generate"]) == 0
    assert api.read_text() == text


def test_a_method_that_nobody_implements_goes_in_peace(tell: Tell) -> None:
    (tell.house / "handlers.py").unlink()
    assert "  - NotesApi.delete_note  DELETE /notes/{id}: Delete a note." in tell(("deleteNote", "removeNote"))


def test_a_schema_that_changes_and_who_names_it(tell: Tell) -> None:
    lines = tell(("maxLength: 100", "maxLength: 90"))
    assert lines[:2] == ["schemas", "  ~ Note"]
    assert "max_length=90" in lines[2]
    assert "was" in lines[2]
    assert lines[3:] == ["      handlers.py:7 has to follow", "      handlers.py:8 has to follow"]


def test_a_problem_that_goes_and_who_raises_it(tell: Tell) -> None:
    lines = tell(('        "404": {$ref: "#/components/responses/NoteNotFound"}\n', ""))
    assert "      - NoteNotFound" in lines
    assert "problems" in lines
    assert "      handlers.py:11 would be orphaned" not in lines
    assert any(line.startswith("  - NoteNotFound") for line in lines)
    assert "      handlers.py:11 names it" in lines


def test_the_bounds_of_a_parameter(tell: Tell) -> None:
    lines = tell(("maximum: 50", "maximum: 60"))
    assert lines[:2] == ["parameters", "  ~ limit in query  (notes)"]
    assert "le=60" in lines[2]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "  schemas:\n",
            "  schemas:\n    Tag: {type: string}\n",
            ['  + components["schemas"]["Tag"]'],
        ),
        (
            '        "404": {$ref: "#/components/responses/NoteNotFound"}\n',
            "",
            ['  ~ operations["deleteNote"]', "      - responses/404"],
        ),
        (
            "detail: {type: string}",
            "detail: {type: integer}",
            ['  ~ components["schemas"]["NoteNotFound"]', "      ~ properties/detail/type"],
        ),
        ("maxLength: 100", "maxLength: 90", []),
        ("There is no such note.", "It is gone.", []),
    ],
)
def test_the_types_of_frontends(tell: Tell, old: str, new: str, told: list[str]) -> None:
    lines = tell((old, new))
    at = lines.index("TypeScript types") if told else len(lines)
    assert lines[at + 1 :] == told


def test_code_that_is_no_python_is_passed_over(tell: Tell) -> None:
    (tell.house / "broken.py").write_text("def (:\n")
    assert tell() == NOTHING


@pytest.mark.usefixtures("house")
def test_a_stub_is_a_method_to_paste(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["stub", "deleteNote"]) == 0
    text = capsys.readouterr().out
    assert text == (
        "# in a class that implements NotesApi\n"
        "# from generated.apis.notes import NotesApi\n"
        "\n"
        "    async def delete_note(self, id: str) -> None:\n"
        '        """DELETE /notes/{id}: Delete a note.\n'
        "\n"
        "        May raise NoteNotFound.\n"
        '        """\n'
        "        raise NotImplementedError\n"
    )
    ast.parse(f"class Notes:\n{text}")


@pytest.mark.usefixtures("house")
def test_a_stub_of_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stub", "deleteNotes"]) == 2
    said = capsys.readouterr().err
    assert said == "handfast: no operation has the operationId deleteNotes; is it deleteNote or listNotes?\n"
