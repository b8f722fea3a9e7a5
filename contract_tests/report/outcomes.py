"""What came of every test, by claim and by operation."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path

from contract_tests.spec.document import Operation

FOLDER = Path(__file__).parent.parent


class State(Enum):
    """How a test can end. The worst comes first."""

    FAILED = "failed"
    NOT_PROVABLE = "not provable"
    PROVEN = "proven"


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
    def failures(self) -> dict[str, list[Outcome]]:
        """Failed tests by what they say: one cause often fails many, in the same words."""
        return _by_text(each for each in self.all if each.state is State.FAILED)

    @property
    def reasons(self) -> dict[str, list[Outcome]]:
        """Tests that could not be made, by their reason."""
        return _by_text(each for each in self.all if each.state is State.NOT_PROVABLE)


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
