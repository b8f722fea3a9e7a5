"""What came of every test, by claim and by operation."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path

from contract_tests.spec.document import Operation

NOTHING = "the specs have nothing that this is about"
"""The reason of a test that has nothing to prove."""
FOLDER = Path(__file__).parent.parent
_COUNTED = re.compile(r"\d+ of ")
# Ids, addresses, places and numbers: what a cause has in common with others of its kind does not hang on them.
_OF_ITS_OWN = re.compile(r"https?://\S+|\S+:\d+\b|[\w/{}.-]*\{\w+\}[\w/{}.-]*|\b[\w-]*\d[\w-]*\b")


class State(Enum):
    """How a test can end. The worst comes first."""

    FAILED = "failed"
    NOT_PROVABLE = "not provable"
    PROVEN = "proven"
    IDLE = "nothing to prove"
    """The specs have nothing that the test is about, so nothing is missing."""


@dataclass(frozen=True)
class Claim:
    """One test module: what it claims is the first line of its docstring."""

    name: str
    file: Path

    @cached_property
    def sentence(self) -> str:
        text = ast.get_docstring(ast.parse(self.file.read_text())) or self.name
        return text.partition("\n")[0]


@dataclass(frozen=True)
class Outcome:
    """How one test ended, and for which operation. The text is masked already."""

    claim: str
    test: str
    operation: Operation | None
    state: State
    text: str = ""
    seconds: float = 0.0

    @property
    def name(self) -> str:
        """The test, and the operation if it is about one: as it is told, and as `--only` takes it."""
        return f"{self.test} ({self.operation.id})" if self.operation else self.test


@dataclass
class Outcomes:
    """All of them, in the order in which they came."""

    claims: list[Claim]
    all: list[Outcome] = field(default_factory=list)

    def of(self, claim: str, operation: Operation | None = None) -> list[Outcome]:
        return [each for each in self.all if each.claim == claim and operation in (None, each.operation)]

    def counts(self, claim: str | None = None) -> Counter[State]:
        return Counter(each.state for each in self.all if claim in (None, each.claim))

    def seconds(self, claim: str) -> float:
        return sum(each.seconds for each in self.of(claim))

    @property
    def findings(self) -> list["Finding"]:
        """Failed tests by claim and cause: one cause often fails many."""
        found: dict[tuple[str, str], Finding] = {}
        for each in self.all:
            if each.state is State.FAILED:
                finding = found.setdefault((each.claim, cause_of(each)), Finding(cause_of(each)))
                finding.texts.setdefault(each.text, []).append(each)
        return list(found.values())

    @property
    def unproven(self) -> list[Claim]:
        """Claims of which not one test could be made, though the specs have what they are about."""
        counts = ((claim, self.counts(claim.name)) for claim in self.claims)
        return [claim for claim, told in counts if told[State.NOT_PROVABLE] and not told[State.PROVEN]]

    @property
    def reasons(self) -> dict[str, list[Outcome]]:
        """Tests that could not be made, by their reason."""
        return _by_text(each for each in self.all if each.state is State.NOT_PROVABLE)


@dataclass(frozen=True)
class Finding:
    """Failed tests of one claim that failed for one cause: what each of them says, with those that say just that."""

    cause: str
    texts: dict[str, list[Outcome]] = field(default_factory=dict)

    @property
    def outcomes(self) -> list[Outcome]:
        return [each for outcomes in self.texts.values() for each in outcomes]


def cause_of(outcome: Outcome) -> str:
    """What went wrong, without what is another for each operation: the same cause, the same words."""
    test = outcome.test.partition(" [")[0]
    fault = outcome.text.partition("\n\n")[2] if _COUNTED.match(outcome.text) else outcome.text
    fault = fault.partition("\n")[0]
    if outcome.operation:
        operation = outcome.operation
        for own in (str(operation), operation.place, operation.id, operation.path):
            fault = fault.replace(own, "…")
    return f"{test}: {_OF_ITS_OWN.sub('…', fault)}"


def known_claims(folder: Path = FOLDER) -> list[Claim]:
    """Every claim of the suite, by name."""
    files = sorted(folder.rglob("test_*.py"))
    return [Claim(name_of(file), file) for file in files]


def name_of(file: Path) -> str:
    """`auth-issuers` for `test_auth_issuers.py`."""
    return file.stem.removeprefix("test_").replace("_", "-")


def _by_text(outcomes: Iterator[Outcome]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for each in outcomes:
        found.setdefault(each.text, []).append(each)
    return found
