"""Measuring the generator on a folder of documents."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from handfast.cli import main
from handfast.corpus.outcomes import LEVELS, Outcome, Result, missed, reached
from handfast.corpus.table import row
from tests.handfast.documents import Write

_GOOD = """
    openapi: 3.1.0
    info: {title: "", version: ""}
    paths:
      /a/{b}.json: {get: {operationId: getB, responses: {"204": {description: ""}}}}
"""


def test_a_table_of_what_each_document_reaches(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write(_GOOD, "documents/good.yaml")
    write("openapi: [", "documents/broken.yaml")
    assert main(["corpus", "documents", "--json", "found.json", "--alone", "--levels", "L1,L2,L3"]) == 1
    heading, *rows, last = capsys.readouterr().out.splitlines()
    assert heading.split()[:5] == ["L1", "L2", "L3", "L4", "L5"]
    assert heading.split()[5:] == ["oper.", "CPU", "s", "ratio", "MB", "lost", "excused", "document"]
    marks = {row.split()[11]: row.split()[:5] for row in rows}
    [cells] = [row.split()[5:11] for row in rows if row.split()[11] == "good"]
    assert [cells[0], cells[2], *cells[4:]] == ["1", "-", "1", "-"]
    assert marks == {"good": ["yes", "yes", "yes", "-", "-"], "broken": ["NO", "-", "-", "-", "-"]}
    assert last.startswith("handfast: L1 1, L2 1, L3 1, L4 -, L5 - of 2, ")
    found = {item["name"]: item for item in json.loads(Path("found.json").read_text(encoding="utf-8"))}
    good = found["good"]["levels"]
    assert [good[level]["passed"] for level in ("L1", "L2", "L3", "L4")] == [True, True, True, None]
    assert (good["L1"]["numbers"]["operations"], good["L1"]["numbers"]["warnings"]) == (1, 1)
    assert int(cells[3]) == round(good["L1"]["numbers"]["memory"] / 1e6) > 10
    assert found["broken"]["levels"]["L1"]["reason"].startswith("does not generate: ")


def test_a_row_says_what_it_cost_and_what_is_excused() -> None:
    levels = {level: Outcome(passed=True) for level in LEVELS}
    levels["L1"] = reached({"operations": 12, "cpu": 1.26, "memory": 79_400_000, "warnings": 3})
    levels |= {"L4": reached({"excused": 208}), "L5": missed("slow", numbers={"ratio": 2.5})}
    told = row(Result("pets", "handfast", levels)).split()
    assert told == [*["yes"] * 4, "NO", "12", "1.3", "2.50", "79", "3", "208", "pets", "L5:", "slow"]


def test_only_what_is_demanded_fails(write: Write) -> None:
    write(_GOOD, "documents/good.yaml")
    write("openapi: [", "documents/broken.yaml")
    assert main(["corpus", "documents", "--alone", "--levels", "L1", "--only", "g*"]) == 0
    assert main(["corpus", "documents", "--alone", "--levels", "L1", "--require", ""]) == 0


@pytest.mark.usefixtures("write")
def test_misuse_is_one_line(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write('{"name": "no document"}', "other/package.json")
    write("name\tother\na\tb\n", "listed/manifest.tsv")
    write(_GOOD, "a folder/a document.yaml")
    for words, said in {
        ("missing",): "handfast: missing: No such file or directory",
        ("other",): "handfast: other: holds no OpenAPI document",
        ("a folder", "--only", "b"): "handfast: a folder: no document is called b",
        ("a folder", "--json", "no/where.json"): "handfast: no/where.json.new: No such file or directory",
    }.items():
        assert main(["corpus", *words]) == 2
        assert capsys.readouterr().err == f"{said}\n"
    assert main(["corpus", "listed"]) == 1
    assert capsys.readouterr().err.startswith("listed/manifest.tsv:2:1: has no name or no entry\n")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_keeps_what_was_measured(sent: signal.Signals, write: Write, tmp_path: Path) -> None:
    write(_GOOD, "documents/a.yaml")
    for index in range(30):
        write(_GOOD, f"documents/b{index}.yaml")
    command = [sys.executable, "-m", "handfast", "corpus", "documents", "--alone", "--levels", "L1", "--jobs", "1"]
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [*command, "--json", "found.json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "TMPDIR": str(temporary)},
    )
    assert process.stdout is not None
    process.stdout.readline()  # the heading
    process.stdout.readline()  # the first document
    process.send_signal(sent)
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert list(temporary.iterdir()) == []
    assert "Traceback" not in errors
    assert errors.startswith("interrupted after ")
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert 1 <= len(found) < 31
    assert out.splitlines()[-1].startswith(f"handfast: L1 {len(found)}, ")
