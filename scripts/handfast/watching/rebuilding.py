"""One save: lint, plan, generate. What is wrong stops it before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from handfast.findings import Finding, FindingsError
from handfast.lint import lint
from handfast.plan.changes import Plan, Verdict
from handfast.plan.planning import planned
from handfast.plan.telling import told
from handfast.rendering.package import generate
from handfast.spec.document import Document, load_as_is
from handfast.watching.frames import frame


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of a save: what to tell, whether it was taken, what waits for its handler, and what does no more."""

    lines: tuple[str, ...]
    good: bool
    waiting: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(slots=True)
class Rebuilding:
    """A document, what is generated of it, and who implements that; save by save.

    Findings stop a save. With `lenient` they stop none, but those of what cannot be read, if a save brings them: half
    of a file is no document to serve. What was found before the first save is counted, what one brings is told.
    """

    spec: Path
    out: Path
    code: Path
    lenient: bool = False
    _known: set[tuple[str, str]] | None = field(default=None, init=False)

    def rebuild(self) -> Rebuilt:
        """Bring what is generated in line; not if what was saved cannot be taken, or would orphan a handler."""
        began = perf_counter()
        try:
            document = load_as_is(self.spec, lenient=self.lenient)
            findings = lint(document)
            if wrong := self._unread(document) if self.lenient else findings:
                return _refused(wrong)
            package, lost = generate(document)
            made = planned(self.out, self.code, package.files)
            lines = self._new({*findings, *lost}) if self.lenient else [f"warning: {finding}" for finding in lost]
            if made.orphans:
                return Rebuilt((*lines, *told(made), "not generated: a handler would be orphaned"), good=False)
            changed = package.write(self.out)
        except FindingsError as error:
            return _refused(error.findings)
        except OSError as error:  # a file that is gone again, as a branch is checked out, or that may not be written
            return Rebuilt((f"{error.filename}: {error.strerror}" if error.filename else str(error),), good=False)
        self._known = set(map(_words, (*findings, *lost)))
        lines += told(made) if made else [] if changed else ["nothing changes"]
        lines += [f"{len(changed)} files changed in {self.out} in {perf_counter() - began:.1f} s"] if changed else []
        return Rebuilt(tuple(lines), good=True, waiting=tuple(_unwritten(made, "+")), gone=tuple(_unwritten(made, "-")))

    def _unread(self, document: Document) -> list[Finding]:
        return [] if self._known is None else _beyond(document.findings, self._known)

    def _new(self, findings: Iterable[Finding]) -> list[str]:
        """What to tell of findings that stop nothing."""
        if self._known is not None:
            return _framed(_beyond(findings, self._known))
        number = len(set(findings))
        return [f"{number} findings stop nothing here: `handfast lint` tells them"] if number else []


def _beyond(findings: Iterable[Finding], known: set[tuple[str, str]]) -> list[Finding]:
    return [each for each in findings if _words(each) not in known]


def _words(finding: Finding) -> tuple[str, str]:
    """What it is known by from save to save, as lines move."""
    return finding.where.file, finding.message


def _refused(findings: Iterable[Finding]) -> Rebuilt:
    return Rebuilt(tuple(_framed(list(findings))), good=False)


def _framed(findings: Sequence[Finding]) -> list[str]:
    return [line for finding in sorted(set(findings)) for line in (*frame(finding), "")]


def _unwritten(made: Plan, verdict: Verdict) -> Iterator[str]:
    """Methods that nobody has written, of those that appear or go: a server that lacks one does not start."""
    for change in made.operations:
        if change.verdict == verdict and not change.places:
            yield change.subject.partition("  ")[0]
