"""Runs the workflows of features against a server: Redocly's `respect`, told in the words of the criteria."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from handfast.features.reading import Feature
from handfast.findings import Location
from handfast.tools import redocly
from handfast.tools.installation import ToolsError


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of one criterion; `faults` say which step came out otherwise, and how."""

    criterion: str
    place: Location
    faults: tuple[str, ...]


def prove(feature: Feature, base_url: str) -> Iterator[Proof]:
    """Run a feature's workflows. Each gets `$inputs.unique`, a word that no other run has.

    ToolsError: Redocly CLI is not there, or cannot read the workflows.
    """
    with TemporaryDirectory() as place:
        report = Path(place, "report.json")
        said = redocly.respect(feature.arazzo, base_url, {"unique": f"u{secrets.token_hex(6)}"}, report)
        try:
            answer = json.loads(report.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise ToolsError(f"Redocly CLI cannot run {feature.arazzo}: {said}") from None
    [run] = answer["files"].values()
    executed = {item["workflowId"]: item for item in run["executedWorkflows"]}
    for criterion in feature.criteria:
        workflow = executed.get(criterion.name)
        faults = tuple(_faults(workflow)) if workflow else ("it was not run",)
        yield Proof(criterion.name, criterion.place, faults)


def _faults(item: Any) -> Iterator[str]:
    for step in item.get("executedSteps", ()):
        yield from _faults(step)
        for check in step.get("checks", ()):
            if not check["passed"] and check["severity"] == "error":
                response = step.get("response") or {}
                came = f"; {response['statusCode']} came" if "statusCode" in response else ""
                yield f"step {step['stepId']}: {check.get('condition') or check['message']}{came}"
