"""Failures as annotations of GitHub: each at the line of the specs that makes the promise."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from contract_tests.report.outcomes import Outcome, Outcomes
from contract_tests.spec.document import Document

_PLACE = re.compile(r"(?P<file>[\w./@+-]+\.(?:ya?ml|json|toml|md)):(?P<line>\d+)")
_DECLARED = re.compile(r"^ +documented: .* at (?P<place>\S+)$", re.MULTILINE)


def annotations(outcomes: Outcomes, document: Document) -> Iterator[str]:
    """A workflow command for each failure, once for each operation that it is of."""
    for finding in outcomes.findings:
        told = set()
        for outcome in finding.outcomes:
            name = outcome.operation.id if outcome.operation else ""
            if name not in told:
                told.add(name)
                yield _command(outcome, outcome.text, document)


def _command(outcome: Outcome, text: str, document: Document) -> str:
    properties = {"title": f"{outcome.claim}: {outcome.test}"}
    place = place_of(outcome)
    if place is not None:
        file, line = place
        properties = {"file": _from_root(document.spec.parent.parent / file), "line": line, **properties}
    told = ",".join(f"{name}={escaped_property(value)}" for name, value in properties.items())
    return f"::error {told}::{escaped(text)}"


def place_of(outcome: Outcome) -> tuple[str, str] | None:
    """File and line of what was promised: as the failure says, or else of the operation."""
    declared = _DECLARED.search(outcome.text)
    operation = outcome.operation.place if outcome.operation else ""
    for text in (declared["place"] if declared else "", operation, outcome.text):
        found = _PLACE.search(text)
        if found:
            return found["file"], found["line"]
    return None


def escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped_property(text: str) -> str:
    return escaped(text).replace(":", "%3A").replace(",", "%2C")


def _from_root(file: Path) -> str:
    """A path as seen from the repository's root, which is how GitHub knows it."""
    file = file.resolve()
    workspace = os.environ.get("GITHUB_WORKSPACE")
    roots = [Path(workspace).resolve()] if workspace else []
    roots += [each for each in file.parents if (each / ".git").exists()]
    root = next((each for each in roots if file.is_relative_to(each)), None)
    return (file.relative_to(root) if root else file).as_posix()
