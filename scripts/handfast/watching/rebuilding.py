"""One save: lint, plan, generate. What is wrong stops it before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from handfast.findings import Finding, FindingsError
from handfast.lint import lint
from handfast.plan.changes import Plan, Verdict
from handfast.plan.planning import planned
from handfast.plan.telling import told
from handfast.rendering.package import generate
from handfast.spec.document import load_as_is
from handfast.watching.frames import frame


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of a save: what to tell, whether it was taken, what waits for its handler, and what does no more."""

    lines: tuple[str, ...]
    good: bool
    waiting: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def rebuild(spec: Path, out: Path, code: Path) -> Rebuilt:
    """Bring what is generated in line with the document; not if it has findings, or would orphan a handler."""
    began = perf_counter()
    try:
        document = load_as_is(spec)
    except FindingsError as error:
        return _refused(error.findings)
    if findings := lint(document):
        return _refused(findings)
    package, lost = generate(document)
    made = planned(out, code, package.files)
    if made.orphans:
        return Rebuilt((*told(made), "not generated: a handler would be orphaned"), good=False)
    changed = package.write(out)
    lines = [f"warning: {finding}" for finding in lost]
    lines += told(made) if made else [] if changed else ["nothing changes"]
    lines += [f"{len(changed)} files changed in {out} in {perf_counter() - began:.1f} s"] if changed else []
    return Rebuilt(tuple(lines), good=True, waiting=tuple(_unwritten(made, "+")), gone=tuple(_unwritten(made, "-")))


def _refused(findings: Iterable[Finding]) -> Rebuilt:
    return Rebuilt(tuple(line for finding in sorted(set(findings)) for line in (*frame(finding), "")), good=False)


def _unwritten(made: Plan, verdict: Verdict) -> Iterator[str]:
    """Methods that nobody has written, of those that appear or go: a server that lacks one does not start."""
    for change in made.operations:
        if change.verdict == verdict and not change.places:
            yield change.subject.partition("  ")[0]
