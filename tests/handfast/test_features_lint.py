"""Features: what the lint finds in them."""

import pytest

from handfast.features.lint import lint_features
from handfast.findings import FindingsError
from handfast.spec.document import load
from tests.handfast.documents import Write

DOCUMENT = """\
openapi: 3.1.0
info: {title: Notes, version: "1"}
paths:
  /notes:
    get: {operationId: listNotes, responses: {"204": {description: Done.}}}
    post: {operationId: addNote, responses: {"204": {description: Done.}}}
"""
FEATURE = """\
# Notes

## keep-a-note

What is noted is kept.

Operations: addNote, listNotes
"""
WORKFLOWS = """\
arazzo: 1.0.1
info: {title: Notes, version: 1.0.0}
sourceDescriptions: [{name: notes, url: ../openapi.yaml, type: openapi}]
workflows:
  - workflowId: keep-a-note
    steps:
      - {stepId: add, operationId: addNote}
      - {stepId: list, operationId: listNotes}
"""


def said(write: Write, feature: str = FEATURE, workflows: str | None = WORKFLOWS) -> list[str]:
    """What the lint says of one feature."""
    document = write(DOCUMENT)
    folder = write(feature, "features/notes.md").parent
    if workflows is not None:
        write(workflows, "features/notes.arazzo.yaml")
    return sorted(map(str, lint_features(load(document), folder)))


def test_nothing_of_what_is_fine(write: Write) -> None:
    assert said(write) == []


def test_nothing_without_features(write: Write) -> None:
    path = write(DOCUMENT)
    assert lint_features(load(path), path.parent / "features") == []


def test_an_operation_that_no_feature_claims(write: Write) -> None:
    [finding] = said(write, FEATURE.replace(", listNotes", ""))
    assert finding == "openapi.yaml:5:5: GET /notes: no feature says what it is for"


def test_an_operation_that_is_not_there(write: Write) -> None:
    found = said(write, FEATURE.replace("addNote, ", "addNote, dropNote, "))
    assert found == ["features/notes.md:7:22: names `dropNote`, which is no operationId of the document"]


def test_a_criterion_that_nothing_proves(write: Write) -> None:
    found = said(write, FEATURE + "\n## drop-a-note\n\nOperations: addNote\n")
    assert found == ["features/notes.md:9:4: no workflow `drop-a-note` in notes.arazzo.yaml proves this"]


def test_a_feature_without_workflows(write: Write) -> None:
    assert said(write, workflows=None) == [
        "features/notes.md:3:4: no workflow `keep-a-note` in notes.arazzo.yaml proves this"
    ]


def test_a_feature_without_criteria(write: Write) -> None:
    assert "features/notes.md:1:1: has no criterion: a heading `## name` for each" in said(write, "# Notes\n")


def test_a_workflow_that_proves_nothing(write: Write) -> None:
    found = said(write, workflows=WORKFLOWS + "  - workflowId: other\n    steps: []\n")
    assert found == ["features/notes.arazzo.yaml:9:17: the workflow `other` proves no criterion of notes.md"]


def test_a_workflow_that_leaves_an_operation_out(write: Write) -> None:
    found = said(write, workflows=WORKFLOWS.replace("      - {stepId: list, operationId: listNotes}\n", ""))
    assert found == ["features/notes.md:7:22: the workflow `keep-a-note` does not call `listNotes`"]


def test_a_workflow_that_calls_what_is_not_there(write: Write) -> None:
    more = "      - {stepId: drop, operationId: dropNote}\n"
    found = said(write, workflows=WORKFLOWS + more)
    assert found == ["features/notes.arazzo.yaml:9:37: calls `dropNote`, which is no operationId of the document"]


@pytest.mark.parametrize("text", ["7\n", "workflows: 7\n", "workflows: {}\n"])
def test_what_is_no_arazzo(write: Write, text: str) -> None:
    with pytest.raises(FindingsError, match=r"notes\.arazzo\.yaml:1:1: is no Arazzo document"):
        said(write, workflows=text)


def test_odd_workflows_are_no_crash(write: Write) -> None:
    found = said(write, workflows="workflows: [7, {workflowId: keep-a-note, steps: [7, {operationId: 8}]}]\n")
    assert len(found) == 2
    assert all("does not call" in finding for finding in found)
