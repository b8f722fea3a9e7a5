"""The reviewed list of declared answers that cannot be brought about."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from contract_tests.traffic.ledger import Promise

UNPROVABLE_FILE = Path(__file__).parent.parent / "unprovable.toml"
WITHOUT_UNPROVABLE_FILE = UNPROVABLE_FILE.with_name("without_unprovable.toml")
FILE_VARIABLE = "HANDFAST_UNPROVABLE"
_KEYS = {"operation", "status", "media_type", "branch"}


@dataclass(frozen=True)
class Rule:
    """Which answers, and why."""

    told: dict[str, str]
    reason: str

    def __str__(self) -> str:
        return " ".join(f"{key}={value}" for key, value in self.told.items())

    def matches(self, promise: Promise) -> bool:
        known = {
            "operation": promise.operation.id,
            "status": promise.status,
            "media_type": promise.media_type,
            "branch": promise.branch,
        }
        return all(known[key] == value for key, value in self.told.items())


def rules_file() -> Path:
    return Path(os.environ.get(FILE_VARIABLE) or UNPROVABLE_FILE)


def read_rules(file: Path | None = None) -> list[Rule]:
    """The rules of a file; each says something, and has a reason."""
    file, rules = file or rules_file(), []
    for told in tomllib.loads(file.read_text()).get("rule", []):
        reason = told.pop("reason", "")
        if not reason or not told or not told.keys() <= _KEYS:
            raise ValueError(f"{file}: a rule has a reason, and some of {', '.join(sorted(_KEYS))}: {told}")
        rules.append(Rule({key: str(value) for key, value in told.items()}, reason))
    return rules


def is_for_all_apis() -> bool:
    """Whether the rules are those that come with the suite, for whoever has none."""
    return rules_file() == WITHOUT_UNPROVABLE_FILE
