"""A house of any document: what is made is clean, serves all operations, and one that is written can be proved."""

import re
from collections.abc import Collection, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from handfast.cli import main
from handfast.corpus.documents import documents_in
from handfast.findings import FindingsError
from handfast.founding import arrivals
from handfast.spec.document import Document, load_as_is
from handfast.spec.operations import operations
from tests.handfast.houses import GIVEN, found, hold, make, run
from tests.handfast.ownership import THERE

FOLDER = Path(__file__).with_name("founded")
OURS = [path for path in sorted(FOLDER.iterdir()) if path.stem != "workshop"]  # which is written, and held elsewhere
KINDS = 6
"""Of documents in all, with those that are written in, too."""
MOST_BYTES, MOST_OPERATIONS = 100_000, 60


def kind_of(document: Document) -> tuple[str, ...]:
    """What makes a document of another kind than the next, so that a few of them are not all alike."""
    schemes = document.data.get("components", {}).get("securitySchemes", {})
    asked = sorted({str(document.resolve(scheme).get("type")) for scheme in schemes.values()})
    return (str(document.data["openapi"])[:3], "many" if len(document.sources) > 1 else "one", *asked)


def of_different_kinds(folder: Path, held: Collection[Path]) -> list[Path]:
    """The smallest document of each kind, by the files that are given: nothing is known of them before.

    Documents that are held by other tests stand for their kinds; of the rest those of several files come first.
    """
    chosen = {kind_of(load_as_is(path, lenient=True)): path for path in held}
    for entry in reversed(documents_in(folder)):
        if entry.size > MOST_BYTES:
            break
        try:
            document = load_as_is(entry.path, lenient=True)
        except FindingsError:  # no document, though its name or its words say so
            continue
        if 0 < len(list(operations(document))) <= MOST_OPERATIONS:
            chosen.setdefault(kind_of(document), entry.path.resolve())
    others = sorted((kind for kind, path in chosen.items() if path not in held), key=lambda kind: kind[1])
    return [chosen[kind] for kind in others[: KINDS - len(held)]]


THEIRS = of_different_kinds(GIVEN, THERE.values()) if GIVEN else []


@pytest.mark.parametrize("spec", OURS, ids=lambda path: path.stem)
def test_house_of_an_odd_document_is_clean_and_green(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(found(spec, tmp_path / "house", monkeypatch))


@pytest.mark.skipif(not THEIRS, reason="HANDFAST_DOCUMENTS names no folder of documents")
@pytest.mark.parametrize("spec", THEIRS, ids=lambda path: path.stem)
def test_house_of_a_real_document_is_clean_and_green(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(found(spec, tmp_path / "house", monkeypatch))


def test_one_operation_is_written_and_proved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house = found(FOLDER / "radio.yaml", tmp_path / "house", monkeypatch)
    capsys.readouterr()
    assert main(["stub", "--written"]) == 0
    assert capsys.readouterr().out == ""
    handlers = house / "backend" / "handlers" / "air.py"
    stub = handlers.read_text()
    assert stub.count("raise NotImplementedError") == 3
    filled = stub.replace("raise NotImplementedError", "return GetFrequencyResponse(hertz=98)", 1)
    handlers.write_text(filled)
    assert main(["stub", "--written"]) == 0
    assert capsys.readouterr().out == "getFrequency\n"
    assert main(["stub", "--unwritten"]) == 0
    assert capsys.readouterr().out.split() == ["listen", "sendSong", "isOn", "getSong"]
    proof = make(house, "contract", HANDFAST_EXAMPLES="1")
    left_out = "4 operations are not written, so nothing is asked of listen, sendSong, isOn, getSong"
    assert proof.splitlines()[:2] == [
        "Radio 1: 1 operations at a server of its own, seed 1, budget 1 (5 examples of each operation)",
        left_out,
    ]
    assert re.search(r"^vacuum +2 +0 +0 ", proof, re.MULTILINE), proof
    handlers.write_text(filled.replace("98", "1000"))
    done = run(house, "contract_tests", "statuses", "--budget", "1", "--only", "getFrequency")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "FAILED statuses" in done.stdout


def referring(reference: str) -> bytes:
    """A document whose only schema is in another file."""
    return f"""
openapi: 3.1.0
info: {{title: Parted, version: "1"}}
paths:
  /lamps: {{$ref: paths/lamps.yaml#/lamps}}
components: {{schemas: {{Lamp: {{$ref: "{reference}"}}}}}}
""".encode()


PARTED = {
    "/many/api.yaml": referring("my%20schemas/lamp.json"),
    "/many/paths/lamps.yaml": b"""
lamps:
  get:
    operationId: listLamps
    responses:
      "200":
        description: All
        content: {application/json: {schema: {type: array, items: {$ref: "../api.yaml#/components/schemas/Lamp"}}}}
""",
    "/many/my%20schemas/lamp.json": b'{"type": "object", "properties": {"lit": {"$ref": "lit.yaml"}}}',
    "/many/my%20schemas/lit.yaml": b"type: boolean",
    "/many/outside.yaml": referring("../radio.yaml"),
    "/many/disguised.yaml": referring("%2e%2e/radio.yaml"),
    "/many/rooted.yaml": referring("/etc/lamp.yaml"),
    "/many/led.yaml": referring("astray.yaml"),
}
"""A document of several files, and others whose files are elsewhere."""


@pytest.fixture
def address() -> Iterator[str]:
    """Where a document is served, and nothing else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            ours = {"/radio.yaml?v=1": (FOLDER / "radio.yaml").read_bytes(), **PARTED}
            moved = self.path.replace("/old/", "/many/").replace("/many/astray", "/elsewhere/astray")
            self.send_response(404 if self.path.startswith("/gone") else 302 if moved != self.path else 200)
            self.send_header("Location", moved)
            self.end_headers()
            self.wfile.write(ours.get(self.path, b"<html>"))

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_document_at_an_address(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(tmp_path / "radio"), "--spec", f"{address}/radio.yaml?v=1"]) == 0
    assert (tmp_path / "radio" / "specs" / "paths" / "air.yaml").is_file()
    capsys.readouterr()
    for path, code, told in (
        ("/gone", 2, "handfast: {}: cannot be fetched: the answer is 404\n"),
        ("/page", 1, "{}:1:1: is no OpenAPI 3 document: it has no `openapi: 3.…`\n1 finding\n"),
    ):
        assert main(["new", str(tmp_path / "other"), "--spec", address + path]) == code
        assert capsys.readouterr().err == told.format(address + path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["radio"]


def test_document_of_several_files_at_an_address(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever the address leads to: the files are beside what is there."""
    assert main(["new", str(tmp_path / "parted"), "--spec", f"{address}/old/api.yaml"]) == 0
    assert capsys.readouterr().err == ""
    assert 'TypeAliasType("Lit", bool)' in (tmp_path / "parted" / "generated" / "schemas.py").read_text()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("outside", "{}/radio.yaml: is not fetched, as it is not below {}/many/; {}/many/outside.yaml refers to it."),
        ("disguised", "{}/many/%2e%2e/radio.yaml: is not fetched, as it is not below {}/many/; "),
        ("rooted", "{}/etc/lamp.yaml: is not fetched, as it is not below {}/many/; "),
        ("led", "{}/many/astray.yaml: leads to {}/elsewhere/astray.yaml, which is not below {}/many/; "),
    ],
)
def test_what_is_beside_no_document_is_not_fetched(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, told: str
) -> None:
    assert main(["new", str(tmp_path / "parted"), "--spec", f"{address}/many/{name}.yaml"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"handfast: {told.replace('{}', address)}")
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("limit", "most"), [("_MOST_FILES", 3), ("_MOST_BYTES", 400), ("_SECONDS_IN_ALL", -1)])
def test_fetching_has_an_end(  # noqa: PLR0913, PLR0917 - where, and what of it
    address: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    limit: str,
    most: int,
) -> None:
    monkeypatch.setattr(arrivals, limit, most)
    assert main(["new", str(tmp_path / "parted"), "--spec", f"{address}/many/api.yaml"]) == 2
    assert str(most) in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
