"""One defect: what it does to the code, and which parts of the proof claim to see it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from mutants.modules import Edit, edited

LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Mutant:
    """`path` is relative to the root; `claims` are parts of the contract tests, as their command names them.

    `only` are the tests to begin with: of these operations, or whose names begin so. If they see nothing, all are run.
    """

    id: str
    path: str
    edits: tuple[Edit, ...]
    sentence: str
    claims: tuple[str, ...]
    only: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        return self.id.partition(":")[0]

    def applied(self, text: str) -> str:
        return edited(text, self.edits)

    def digest(self, sources: str) -> str:
        """Tell this defect, in these sources, from any other."""
        return sha256(repr((sources, self.path, self.edits, self.claims, self.only)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Defect:
    """What a rule finds in a module, before it has a name."""

    scope: str
    edits: tuple[Edit, ...]
    sentence: str
    operation: str | None = None
    """The only one that has it, if there is just one."""


def numbered(rule: str, module: str, defects: Sequence[Defect]) -> Iterator[tuple[str, Defect]]:
    """Give each an id that stays when other functions change: rule:module.function:number."""
    counts: dict[str, int] = {}
    for defect in defects:
        counts[defect.scope] = counts.get(defect.scope, 0) + 1
        yield f"{rule}:{module}.{defect.scope}:{counts[defect.scope]}", defect


def quoted(source: str) -> str:
    """Write code so that it fits into a sentence."""
    line = re.sub(r"\s+", " ", source).strip()
    return f"`{line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + '…'}`"
