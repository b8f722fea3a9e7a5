"""The statuses of another team's API, with an oracle, streams and a key issuer: no false alarm, and defects found."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLUB = Path(__file__).with_name("club")
_NOTHING = "got empty parameter set"
"""How pytest skips a test of something that these specs do not have."""


def prove(place: Path, defects: Iterable[str] = ()) -> tuple[list[str], str]:
    """Run the tests of statuses against the club; return which ones failed, and the whole report."""
    shutil.copytree(CLUB, place, dirs_exist_ok=True)
    told = (place / "server.toml").read_text()
    told = told.replace("NONE", ", ".join(defects)).replace("PLACE", str(place))
    (place / "server.toml").write_text(told)
    files = {
        "HANDFAST_SPEC": place / "specs" / "openapi.yaml",
        "HANDFAST_SERVER": place / "server.toml",
        "HANDFAST_ACTORS": place / "actors.toml",
        "HANDFAST_UNPROVABLE": place / "unprovable.toml",
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "contract_tests/test_statuses.py"],
        cwd=ROOT,
        env={**os.environ, **{name: str(file) for name, file in files.items()}},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(r"^(?:FAILED|ERROR|SKIPPED) .*?(?:::|: )(.*)", done.stdout, re.MULTILINE)
    return [each for each in found if not each.startswith(_NOTHING)], done.stdout + done.stderr


def test_nothing_is_wrong_with_a_good_server(tmp_path: Path) -> None:
    failed, report = prove(tmp_path)
    assert failed == [], report
    assert " passed" in report


@pytest.mark.parametrize(
    "found",
    [
        {
            "no Retry-After": "test_every_answer_was_as_declared[ask]",
            "store not looked into": "test_declared_outage_is_seen[join-503-store]",
            "cold keys are 401": "test_declared_outage_is_seen[readThread-503-signer]",
            "wrong branch": "test_declared_unavailability_is_seen[ask-503-application/problem+json-Silent]",
            "event data": "test_every_answer_was_as_declared[askAloud]",
        },
        {"words are trimmed": "test_every_answer_was_as_declared[askAloud]"},
        {
            "status not looked at": "test_declared_outage_is_seen[ask-503-oracle]",
            "stream just ends": "test_declared_success_is_seen[askAloud-200-text/event-stream-Stop]",
            "event name": "test_declared_success_is_seen[askAloud-200-text/event-stream-End]",
            "no end": "test_every_answer_was_as_declared[askAloud]",
        },
    ],
    ids=["answers", "pieces", "streams"],
)
def test_defects_are_found(tmp_path: Path, found: dict[str, str]) -> None:
    failed, report = prove(tmp_path, found)
    missed = {defect for defect, test in found.items() if not any(each.startswith(test) for each in failed)}
    assert missed == set(), report
