"""What is shown before something is approved, and why it may be refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handfast.approval.digests import approvables
from handfast.approval.history import approved_folder
from handfast.approval.lock import Lock
from handfast.approval.verdicts import WORDS, Difference, Verdict, judge, moves_enough
from handfast.findings import Finding, FindingsError
from handfast.spec.document import Document, load_as_is


@dataclass(frozen=True, slots=True)
class Review:
    """What to show, and why it cannot be approved as it is, if it cannot."""

    lines: tuple[str, ...]
    refusal: str = ""


def reviewed(document: Document, lock: Lock, path: Path, findings: Sequence[Finding]) -> Review:
    """Hold the document against what was approved. ToolsError: Redocly CLI is not there."""
    told = [str(finding) for finding in findings]
    if lock.version is None:
        return Review((*told, "nothing was approved before"))
    with approved_folder(path) as folder:
        old = _approved(folder / document.sources[0].path.name, lock) if folder else None
        if old is None:
            return Review((*told, "what was approved is not in git's history: how it differs cannot be told"))
        verdict = judge(old, document)
    lines = (*told, *_lines(verdict))
    version = str(document.data.get("info", {}).get("version", ""))
    if moves_enough(verdict.bump, lock.version, version):
        return Review(lines)
    change = WORDS[verdict.bump]
    return Review(lines, f"the change is {change}, and info.version went from {lock.version} to {version}: move it on")


def _approved(root: Path, lock: Lock) -> Document | None:
    """The document that was approved, if the lock says so of it."""
    try:
        document = load_as_is(root, lenient=True)
        found = approvables(document, root.parent / "database" / "schema.dbml", root.parent / "features")
    except (FindingsError, OSError):
        return None
    same = {(item.kind, item.name): item.digest for item in found} == lock.digests
    return document if same else None


def _lines(verdict: Verdict) -> Iterator[str]:
    by: dict[str, list[Difference]] = {}
    for difference in verdict.differences:
        by.setdefault(difference.operation, []).append(difference)
    for operation, differences in by.items():
        yield ""
        yield operation
        for item in differences:
            place = f"  {item.place}" if item.place else ""
            yield f"  {WORDS[item.impact]:8}  {item.message}{place}"
    yield ""
    yield f"the change is {WORDS[verdict.bump]}"
