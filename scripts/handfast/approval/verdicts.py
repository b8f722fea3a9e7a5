"""What a change means for clients: Redocly's semver verdict, told at the lines of the specs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from handfast.approval import endings, guards
from handfast.findings import Location
from handfast.spec.document import Document
from handfast.spec.pointers import split
from handfast.spec.publication import for_clients
from handfast.tools import redocly

WORDS = {"major": "breaking", "minor": "additive", "patch": "patch", "none": "nothing"}
"""How far a change moves the version, the farthest first, and what we call it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One change of the published document."""

    impact: str
    operation: str
    message: str
    place: Location | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the version has to move, and why."""

    bump: str
    differences: tuple[Difference, ...]


def judge(old: Document, new: Document, today: date | None = None, *, hidden: bool = False) -> Verdict:
    """Compare what clients get of two documents. ToolsError: Redocly CLI is not there.

    What was announced to end may be gone from its day on, by UTC: that breaks nobody. To end it sooner does. With
    `hidden` both are what their authors wrote: what clients get nothing of is guarded as well.
    """
    with TemporaryDirectory() as place:
        paths = [Path(place, name) for name in ("old.json", "new.json")]
        for path, document in zip(paths, (old, new), strict=True):
            path.write_text(json.dumps(for_clients(document), ensure_ascii=False, default=str), encoding="utf-8")
        answer = redocly.run(["diff", *map(str, paths), "--format", "json", "--fail-on", "none"])
    today = today or datetime.now(UTC).date()
    for change in answer["changes"]:
        if change["kind"] == "removed" and endings.is_over(old, change["path"].removeprefix("#"), today):
            change["impact"] = "patch"
    differences = (*_differences(answer, new), *_guarded(old, new, hidden=hidden), *_sooner(old, new))
    impacts = {"none", *(difference.impact for difference in differences)}
    return Verdict(next(bump for bump in WORDS if bump in impacts), differences)


def _sooner(old: Document, new: Document) -> Iterator[Difference]:
    for pointer, operation, message in endings.brought_forward(old, new):
        yield Difference("major", operation, message, new.locate(pointer, key=True))


def _guarded(old: Document, new: Document, *, hidden: bool) -> Iterator[Difference]:
    for change in guards.changes(old, new, hidden=hidden):
        yield Difference(change.impact, change.operation, change.message, new.locate(change.pointer, key=True))


def _differences(answer: Any, new: Document) -> Iterator[Difference]:
    for change in answer["changes"]:
        if _is_guards(change):
            continue
        said = [verdict["message"].rstrip(".") for verdict in change["verdicts"]]
        tokens = split(change["path"].removeprefix("#"))
        operation = _subject(tokens)
        message = "; ".join(said) or _words(change, tokens)
        yield Difference(change["impact"], operation, message, _place(change, new))


def _subject(tokens: list[str]) -> str:
    where, path, method = (*tokens, "", "", "")[:3]
    if where == "webhooks" and path:
        return f"webhook {path}"
    return f"{method.upper()} {path}" if where == "paths" and method else "the document"


def _is_guards(change: Any) -> bool:
    """Whether Redocly has no rule for it, and we have: a word of ours, or what an operation asks for."""
    tokens = split(change["path"].removeprefix("#"))
    ours = change.get("property") in guards.WORDS or not guards.WORDS.keys().isdisjoint(tokens[-2:])
    asks = tokens[:1] == ["paths"] and change["typeName"].startswith("SecurityRequirement")
    return not change["verdicts"] and (ours or asks)


def _words(change: Any, tokens: list[str]) -> str:
    where = "/".join(tokens[3:]) if tokens[:1] == ["paths"] else "/".join(tokens)
    told = f"{where or change['typeName'].lower()} {change['kind']}"
    return f"{told}: {change['property']}" if change.get("property") else told


def _place(change: Any, new: Document) -> Location | None:
    pointer = str((change.get("revision") or {}).get("pointer", "")).removeprefix("#")
    return new.locate(pointer, key=True) if pointer else None


def moves_enough(bump: str, old: str, new: str) -> bool:
    """Whether the version moved as far as the change asks; before 1.0.0 what is breaking moves the second number."""
    before, after = _numbers(old), _numbers(new)
    if before is None or after is None:
        return bump == "none" or old != new  # no versions that can be counted
    if bump == "none":
        return after >= before
    needed = {"major": 1, "minor": 2, "patch": 3}[bump] if before[0] else {"major": 2, "minor": 2, "patch": 3}[bump]
    return after[:needed] > before[:needed]


def _numbers(version: str) -> tuple[int, ...] | None:
    found = re.match(r"v?(\d+)\.(\d+)\.(\d+)", version)
    return tuple(map(int, found.groups())) if found else None
