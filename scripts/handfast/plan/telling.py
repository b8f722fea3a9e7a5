"""A plan as text: by what it is about, each change with the places that have to follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handfast.plan.changes import Change, Plan


def told(plan: Plan) -> Iterator[str]:
    """The lines, or one that says that nothing changes."""
    if not plan:
        yield "nothing changes for hand-written code or the types of frontends"
        return
    sections = {
        "operations": plan.operations,
        "parameters": plan.parameters,
        "answers": plan.answers,
        "problems": plan.problems,
        "schemas": plan.schemas,
        "TypeScript types": plan.types,
    }
    for title, changes in sections.items():
        yield from _section(title, changes)


def _section(title: str, changes: Sequence[Change]) -> Iterator[str]:
    if changes:
        yield title
    for change in changes:
        yield f"  {change.verdict} {change.subject}"
        for part in change.parts:
            yield f"      {part}"
        for place in change.places:
            yield f"      {place} {_fate(change)}"
        if change.verdict == "+" and title == "operations" and not change.places:
            yield "      to be written: `handfast stub` prints it"


def _fate(change: Change) -> str:
    if change.orphans:
        return "would be orphaned"
    return {"+": "has it already", "~": "has to follow", "-": "names it"}[change.verdict]
