"""What is shown before something is approved, and why it may be refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from handfast.approval import history
from handfast.approval.standing import Standing, standing
from handfast.approval.verdicts import WORDS, Difference, Verdict, judge, moves_enough
from handfast.findings import FindingsError
from handfast.spec.document import Document, load_as_is


@dataclass(frozen=True, slots=True)
class Review:
    """What to show, and why it cannot be approved as it is, if it cannot."""

    lines: tuple[str, ...]
    refusal: str = ""


def reviewed(now: Standing, *, unseen: bool = False, unreleased: bool = False) -> Review:
    """Hold a document against what was approved and committed last, whatever the lock says that is not committed.

    With `unreleased` that is the last approval of another version; `unseen` approves what nothing can be held against.
    ToolsError: Redocly CLI is not there.
    """
    told = [str(finding) for finding in now.findings]
    latest = next(history.commits(now.path), None)
    if latest is None and now.lock.version is None:
        return Review((*told, "nothing was approved before"))
    commit = history.before(now.path) if unreleased else latest
    if commit is None and latest is not None:
        return Review((*told, "no other version was approved before"))
    files = [source.path for source in now.document.sources]
    with history.folder_of(now.path, commit, files) if commit else nullcontext() as folder:
        old = _approved(folder / files[0].name) if folder else None
        if old is None:
            return _unseen(told, commit, unseen=unseen)
        verdict = judge(old, now.document, hidden=True)
        before = old.version
    lines = (*told, *_lines(verdict))
    version = now.document.version
    if moves_enough(verdict.bump, before, version):
        return Review(lines)
    refusal = f"the change is {WORDS[verdict.bump]}, and info.version went from {before} to {version}: move it on"
    return Review(lines, refusal if unreleased else f"{refusal}, or say --unreleased if {before} is not out yet")


def _unseen(told: Sequence[str], commit: str | None, *, unseen: bool) -> Review:
    """What to say where what was approved cannot be had."""
    why = f"the lock of commit {commit[:10]} is not of the specs there" if commit else "it is not in git's history"
    lines = (*told, f"how it differs from what was approved cannot be told: {why}")
    return Review(lines, "" if unseen else "nobody can see what changes for clients: say --unseen to approve it so")


def _approved(root: Path) -> Document | None:
    """The document that was approved, if the lock beside it says so of it."""
    try:
        then = standing(load_as_is(root, lenient=True), root.parent)
    except (FindingsError, OSError):
        return None
    return None if then.findings else then.document


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
