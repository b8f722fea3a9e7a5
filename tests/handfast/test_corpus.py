"""Measuring the generator on a folder of documents."""

import json
from pathlib import Path

import pytest

from handfast.cli import main
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
    assert main(["corpus", "documents", "--json", "found.json", "--jobs", "2"]) == 1
    *_, last = capsys.readouterr().out.splitlines()
    assert last == "L1 1, L3 1 of 2"
    found = {item["name"]: item for item in json.loads(Path("found.json").read_text(encoding="utf-8"))}
    assert (found["good"]["operations"], found["good"]["warnings"], found["good"]["failures"]) == (1, 1, {})
    assert found["broken"]["failures"]["L1"].startswith("generates: ")
