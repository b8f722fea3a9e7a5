"""One save: lint, plan, generate. What is wrong stops it before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from handfast.findings import Finding, FindingsError
from handfast.lint import lint
from handfast.plan.changes import Plan, plan
from handfast.plan.interfaces import read
from handfast.plan.sources import search
from handfast.plan.telling import told
from handfast.rendering.package import generate
from handfast.spec.document import load_as_is
from handfast.watching.frames import frame


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of a save: what to tell, whether it was taken, and what waits for its handler."""

    lines: tuple[str, ...]
    good: bool
    waiting: tuple[str, ...] = ()


def rebuild(spec: Path, out: Path, code: Path) -> Rebuilt:
    """Bring what is generated in line with the document; not if it has findings, or would orphan a handler."""
    try:
        document = load_as_is(spec)
    except FindingsError as error:
        return _refused(error.findings)
    if findings := lint(document):
        return _refused(findings)
    package, lost = generate(document)
    present = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.py")}
    planned = plan(read(present), read(package.files), search(code, out))
    if planned.orphans:
        return Rebuilt((*told(planned), "not generated: a handler would be orphaned"), good=False)
    changed = package.write(out)
    lines = [f"warning: {finding}" for finding in lost]
    lines += told(planned) if planned else [] if changed else ["nothing changes"]
    lines += [f"{len(changed)} files changed in {out}"] if changed else []
    return Rebuilt(tuple(lines), good=True, waiting=tuple(_waiting(planned)))


def _refused(findings: Iterable[Finding]) -> Rebuilt:
    return Rebuilt(tuple(line for finding in sorted(set(findings)) for line in (*frame(finding), "")), good=False)


def _waiting(planned: Plan) -> Iterator[str]:
    """Methods that nobody has written yet: a server that lacks them does not start."""
    for change in planned.operations:
        if change.verdict == "+" and not change.places:
            yield change.subject.partition("  ")[0]
