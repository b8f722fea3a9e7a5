"""A house of any document: what is made is clean, serves all operations, and one that is written can be proved."""

import os
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from handfast.cli import main
from handfast.corpus.documents import documents_in
from handfast.spec.document import Document, load_as_is
from handfast.spec.operations import operations
from tests.handfast.houses import found, hold, make, run

FOLDER = Path(__file__).with_name("founded")
OURS = [path for path in sorted(FOLDER.iterdir()) if path.stem != "workshop"]  # which is written, and held elsewhere
GIVEN = os.environ.get("HANDFAST_DOCUMENTS")
KINDS = 6
MOST_BYTES, MOST_OPERATIONS = 100_000, 60


def kind_of(document: Document) -> tuple[str, ...]:
    """What makes a document of another kind than the next, so that a few of them are not all alike."""
    schemes = document.data.get("components", {}).get("securitySchemes", {})
    asked = sorted({str(document.resolve(scheme).get("type")) for scheme in schemes.values()})
    return (str(document.data["openapi"])[:3], "many" if len(document.sources) > 1 else "one", *asked)


def of_different_kinds(folder: Path) -> list[Path]:
    """The smallest document of each kind, by the files that are given: nothing is known of them before."""
    chosen: dict[tuple[str, ...], Path] = {}
    for entry in reversed(documents_in(folder)):
        if len(chosen) == KINDS or entry.size > MOST_BYTES:
            break
        document = load_as_is(entry.path, lenient=True)
        if 0 < len(list(operations(document))) <= MOST_OPERATIONS:
            chosen.setdefault(kind_of(document), entry.path.resolve())
    return list(chosen.values())


THEIRS = of_different_kinds(Path(GIVEN)) if GIVEN else []


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


@pytest.fixture
def address() -> Iterator[str]:
    """Where a document is served, and nothing else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = (FOLDER / "radio.yaml").read_bytes() if self.path == "/radio.yaml?v=1" else b"<html>"
            self.send_response(404 if self.path == "/gone" else 200)
            self.end_headers()
            self.wfile.write(content)

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
    for path, why in {
        "/gone": "cannot be fetched: the answer is 404",
        "/page": "is no OpenAPI 3 document: it has no `openapi: 3.…`",
    }.items():
        assert main(["new", str(tmp_path / "other"), "--spec", address + path]) == 2
        told = capsys.readouterr().err
        assert told.startswith(f"handfast: {address}{path}:")
        assert told.endswith(f"{why}\n")
        assert told.count("\n") == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["radio"]
