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
    assert last == "handfast: L1 1, L2 -, L3 1, L4 -, L5 - of 2"
    found = {item["name"]: item for item in json.loads(Path("found.json").read_text(encoding="utf-8"))}
    good = found["good"]["levels"]
    assert (good["L1"]["passed"], good["L3"]["passed"]) == (True, True)
    assert (good["L1"]["numbers"]["operations"], good["L1"]["numbers"]["warnings"]) == (1, 1)
    assert found["broken"]["levels"]["L1"]["reason"].startswith("does not generate: ")
