"""The rules for features: each operation but drafts is claimed, each criterion proved, each name known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handfast.features.reading import Feature, features
from handfast.findings import Finding
from handfast.spec.document import Document
from handfast.spec.drafts import is_draft
from handfast.spec.operations import operations


def lint_features(document: Document, folder: Path) -> list[Finding]:
    """What is wrong with the features of a document; nothing if it has none."""
    found = features(folder)
    if not found:
        return []
    known = {str(node.get("operationId")) for _, _, _, node in operations(document)}
    claimed = {name for feature in found for criterion in feature.criteria for name in criterion.operations}
    findings = [finding for feature in found for finding in _of(feature, known)]
    for pointer, path, method, node in operations(document):
        if node.get("operationId") and node["operationId"] not in claimed and not is_draft(node):
            where = document.locate(pointer, key=True)
            findings.append(Finding(where, f"{method.upper()} {path}: no feature says what it is for"))
    return findings


def _of(feature: Feature, known: set[str]) -> Iterator[Finding]:
    workflows = {workflow.name: workflow for workflow in feature.workflows}
    criteria = {criterion.name for criterion in feature.criteria}
    if not criteria:
        yield Finding(feature.place, "has no criterion: a heading `## name` for each")
    for criterion in feature.criteria:
        for name in criterion.operations.keys() - known:
            yield Finding(criterion.operations[name], f"names `{name}`, which is no operationId of the document")
        workflow = workflows.get(criterion.name)
        if workflow is None:
            yield Finding(criterion.place, f"no workflow `{criterion.name}` in {feature.arazzo.name} proves this")
            continue
        for name in (criterion.operations.keys() & known) - workflow.operations.keys():
            yield Finding(criterion.operations[name], f"the workflow `{workflow.name}` does not call `{name}`")
    for workflow in feature.workflows:
        if workflow.name not in criteria:
            yield Finding(workflow.place, f"the workflow `{workflow.name}` proves no criterion of {feature.name}.md")
        for name in workflow.operations.keys() - known:
            yield Finding(workflow.operations[name], f"calls `{name}`, which is no operationId of the document")
