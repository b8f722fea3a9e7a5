"""Watching: what a save means is told, what is good is served, what is not leaves the server alone."""

import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchfiles import Change

from handfast.cli import main
from handfast.findings import Finding, Location
from handfast.watching.frames import frame
from handfast.watching.loop import Loop
from handfast.watching.rebuilding import Rebuilding
from tests.handfast.documents import Write
from tests.handfast.houses import found, make
from tests.handfast.test_plan import COUNT, HANDLER

PATIENCE_SECONDS = 60
REPOSITORY = Path(__file__).parents[2]
DOCUMENT = """\
openapi: 3.1.0
info: {title: Notes, version: "1", description: Notes., license: {name: MIT, identifier: MIT}}
servers: [{url: "https://notes.example"}]
tags: [{name: notes, description: Notes.}]
paths:
  /notes:
    get:
      operationId: listNotes
      tags: [notes]
      summary: List notes
      security: []
      responses:
        "204": {description: Done.}
        "500": {$ref: "#/components/responses/InternalError"}
components:
  responses:
    InternalError:
      description: Something went wrong.
      content: {application/problem+json: {schema: {$ref: "#/components/schemas/InternalErrorProblem"}}}
  schemas:
    InternalErrorProblem:
      description: Something went wrong.
      type: object
      required: [type, title, status, error_code]
      properties:
        type: {const: "urn:notes:internal_error"}
        title: {const: Internal error}
        status: {const: 500}
        error_code: {const: internal_error}
        detail: {type: string, maxLength: 100}
        request_id: {type: string, maxLength: 100}
"""
SERVER = "import time; open('starts', 'a').write('x'); time.sleep(1000)"


class Watch:
    """`handfast watch` in a folder, and what it says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "said.txt"
        words = ["watch", "--serve", f"{sys.executable} server.py"]
        with self.output.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "handfast", *words],
                cwd=folder,
                stdout=stream,
                stderr=stream,
                env={"PYTHONPATH": str(REPOSITORY / "scripts"), "PATH": "/usr/bin:/bin"},
            )

    def wait(self, text: str, *, times: int = 1) -> None:
        """Until it has said that so often."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.output.read_text().count(text) < times:
            assert time.monotonic() < deadline, self.output.read_text()
            assert self.process.poll() is None, self.output.read_text()
            time.sleep(0.05)

    def starts(self, number: int) -> bool:
        """Wait until the server was started so often, and tell whether it was no more."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        path = self.folder / "starts"
        while not path.is_file() or len(path.read_text()) < number:
            assert time.monotonic() < deadline, self.output.read_text()
            time.sleep(0.05)
        return len(path.read_text()) == number


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/openapi.yaml").write_text(DOCUMENT)
    (tmp_path / "handlers.py").write_text(HANDLER)
    (tmp_path / "server.py").write_text(SERVER)
    watch = Watch(tmp_path)
    try:
        watch.wait("watching specs/")
        assert watch.starts(1)
        yield watch
    finally:
        watch.process.send_signal(signal.SIGINT)
        assert watch.process.wait(PATIENCE_SECONDS) == 0


def change(watch: Watch, old: str, new: str) -> None:
    path = watch.folder / "specs/openapi.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_mistake_leaves_the_server_alone(watch: Watch) -> None:
    change(watch, "      operationId: listNotes\n", "")
    watch.wait("the server goes on as it was")
    said = watch.output.read_text()
    assert "specs/openapi.yaml:7:5: GET /notes: has no operationId\n" in said
    assert "  > 7 |     get:\n" in said
    assert "      |     ^\n" in said
    change(watch, "    get:\n", "    get:\n      operationId: listNotes\n")
    watch.wait("the server starts again")
    assert watch.starts(2)


NEW_OPERATION = COUNT.replace("summary: Count,", "summary: Count, security: [],").replace(
    "{description: Done.}}", '{description: Done.}, "500": {$ref: "#/components/responses/InternalError"}}'
)


def test_a_new_operation_waits_for_its_handler(watch: Watch) -> None:
    change(watch, "components:\n", f"{NEW_OPERATION}components:\n")
    watch.wait("the server goes on as it was, until somebody writes NotesApi.count_notes")
    assert "  + NotesApi.count_notes  GET /count: Count.\n" in watch.output.read_text()
    assert watch.starts(1)
    (watch.folder / "handlers.py").write_text(HANDLER + "\n    async def count_notes(self) -> None:\n        pass\n")
    watch.wait("the server starts again")
    assert watch.starts(2)


def test_an_operation_that_is_taken_back_waits_for_nobody(watch: Watch) -> None:
    change(watch, "components:\n", f"{NEW_OPERATION}components:\n")
    watch.wait("the server goes on as it was, until somebody writes NotesApi.count_notes")
    change(watch, NEW_OPERATION, "")
    watch.wait("the server starts again")
    assert watch.starts(2)


def test_a_save_is_acted_on_once_and_not_again_for_what_was_generated(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = ["handlers.py", "specs/paths/notes.yaml", "specs/limits.py"]
    others = ["generated/apis/notes.py", "generated/openapi.yaml", "app/__pycache__/handlers.py", "notes.txt"]
    others += [".venv/lib/python3.11/site-packages/others/deep/inside.py"]
    found = list[str]()

    def watched(*_: Path, watch_filter: Callable[[Change, str], bool], **__: object) -> Iterator[set[object]]:
        found.extend(path for path in (*matter, *others) if watch_filter(Change.modified, str(folder / path)))
        return iter(())

    (folder / "specs").mkdir()
    (folder / "specs/openapi.yaml").write_text(DOCUMENT)
    monkeypatch.setattr("handfast.watching.loop.watch", watched)
    Loop(Rebuilding(Path("specs/openapi.yaml"), Path("generated"), Path()), None, lambda _: None).run()
    assert found == matter


def test_code_that_is_no_python_leaves_the_server_alone(watch: Watch) -> None:
    (watch.folder / "handlers.py").write_text("class (:\n")
    watch.wait("handlers.py:1:7: invalid syntax\nthe server goes on as it was")
    assert watch.starts(1)


def test_what_cannot_be_read_or_written_ends_nothing(write: Write) -> None:
    path = write(DOCUMENT, "specs/openapi.yaml")
    write("", "generated")
    rebuilding = Rebuilding(path, Path("generated"), Path())
    rebuilt = rebuilding.rebuild()
    assert (rebuilt.lines[-1:], rebuilt.good) == (("generated: File exists",), False)
    Path("generated").unlink()
    assert rebuilding.rebuild().good


def test_frames_end_where_the_file_does(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\nb: 2\n")
    lines = list(frame(Finding(Location(str(path), 1, 4), "is odd")))
    assert lines == [f"{path}:1:4: is odd", "  > 1 | a: 1", "      |    ^", "    2 | b: 2"]
    missing = Finding(Location("nowhere.yaml"), "is not there")
    assert list(frame(missing)) == ["nowhere.yaml:1:1: is not there"]


def test_it_ends_in_order_when_it_is_told_to_stop(watch: Watch) -> None:
    watch.process.terminate()
    assert watch.process.wait(PATIENCE_SECONDS) == 0
    watch.wait("ended")


def test_house_of_a_document_takes_saves_whatever_the_lint_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As its `make watch` has it: what a save brings of findings is told, and what cannot be read is a mistake."""
    house = found(Path(__file__).with_name("founded") / "radio.yaml", tmp_path / "house", monkeypatch)
    spec, schemas = house / "specs/paths/air.yaml", house / "generated/schemas.py"
    right = spec.read_text()
    assert "maximum: 999\n" in right
    told = [""]

    def saves(*_: object, **__: object) -> Iterator[set[tuple[Change, str]]]:
        for text in (
            right.replace("maximum: 999\n", "maximum: 998\n"),
            right.replace("minimum: 1\n", "minimun: 1\n"),
            right.replace("maximum: 999\n", "maximum: 999\n  maximum: ["),
            right.replace("maximum: 999\n", "maximum: 997\n"),
        ):
            capsys.readouterr()
            spec.write_text(text)
            yield {(Change.modified, str(spec))}
            told.append(capsys.readouterr().out)

    monkeypatch.setattr("handfast.watching.loop.watch", saves)
    words = shlex.split(make(house, "--dry-run --silent watch"))
    words = words[words.index("watch") : words.index("--serve")]
    assert main(words) == 0
    assert "le=998" in told[1]
    assert "specs/paths" not in told[1]
    assert told[2].startswith("specs/paths/air.yaml:16:17: an integer without minimum and maximum\n")
    assert "files changed in generated" in told[2]
    assert "specs/paths/air.yaml:21:6: is not YAML: " in told[3]
    assert "files changed in generated" not in told[3]
    assert "le=997" in schemas.read_text()
