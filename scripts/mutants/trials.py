"""One run of the contract tests in a copy, and what it says about the defect that was seeded there."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from mutants.copies import copied, seed
from mutants.mutant import Mutant

SECONDS = 400
PROVEN, FINDINGS = 0, 1
QUOTED = 400
# How a test ends that did not get as far as a verdict: with an exception, and where in the suite it was raised.
CRASH = re.compile(
    r"(?!AssertionError)(?:[A-Z]\w*)?(?:Error|Exception|Group|NotReady|Exit)\b.*\n(?:.*\n)*?  in: "
    r"|Timeout .*pytest-timeout"
)
_RUNNING: set["subprocess.Popen[str]"] = set()
SERVER_ERROR = re.compile(r"came:\s+500\b")


class Verdict(StrEnum):
    """Caught is what a test of a part that claims the defect says; the others are failures of the proof."""

    GREEN = "green"
    """There is no defect, and no alarm."""
    CAUGHT = "caught"
    MISSED = "MISSED"
    CRASHED = "CRASHED"
    """The suite broke down instead of saying what is wrong."""
    BROKEN = "BROKEN"
    """The defect is no working server: nothing was tried."""
    TIMEOUT = "TIMEOUT"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a mutant; `by` is the test that failed, `text` how it begins."""

    id: str
    digest: str
    verdict: Verdict
    seconds: float
    by: str = ""
    text: str = ""
    by_crash: bool = False
    """Whether it was caught by an answer 500: it may be that any test would have seen that."""
    stock: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run of the suite ended: `outcomes` are those of its JSON, None if it wrote none."""

    code: int | None
    outcomes: list[dict[str, Any]] | None
    said: str


def try_mutant(root: Path, mutant: Mutant, digest: str, options: Sequence[str] = ()) -> Trial:
    """Seed the defect into a copy of its own, and see what the parts that claim it say."""
    started = time.monotonic()
    with copied(root) as copy:
        try:
            seed(mutant, copy)
        except (SyntaxError, ValueError) as error:
            return Trial(mutant.id, digest, Verdict.BROKEN, 0, text=str(error))
        verdict, by, text = judge(prove(copy, [*mutant.claims, *narrowed(mutant.only), "--fail-fast", *options]))
        if verdict is Verdict.MISSED and mutant.only:  # the tests that were picked were too few
            verdict, by, text = judge(prove(copy, [*mutant.claims, "--fail-fast", *options]))
    seconds = round(time.monotonic() - started, 1)
    return Trial(mutant.id, digest, verdict, seconds, by, text[:QUOTED], SERVER_ERROR.search(text) is not None)


def narrowed(only: Sequence[str]) -> list[str]:
    return [word for each in only for word in ("--only", each)]


def judge(ended: Ended) -> tuple[Verdict, str, str]:
    """Say what became of the defect, by which test, and in which words."""
    if ended.code is None:
        return Verdict.TIMEOUT, "", ended.said
    if ended.outcomes is None or ended.code not in (PROVEN, FINDINGS):
        return Verdict.BROKEN, "", ended.said
    failed = [each for each in ended.outcomes if each["state"] == "failed"]
    if not failed:
        return (Verdict.MISSED, "", "") if ended.code == PROVEN else (Verdict.BROKEN, "", ended.said)
    first = failed[0]
    verdict = Verdict.CRASHED if CRASH.match(first["text"]) else Verdict.CAUGHT
    return verdict, f"{first['claim']}: {first['test']}", first["text"]


def prove(copy: Path, arguments: Sequence[str], seconds: float = SECONDS) -> Ended:
    """Run the suite of a copy against the server of that copy; what outlives the time is ended."""
    told = copy / "told.json"
    process = subprocess.Popen(
        [sys.executable, "-m", "contract_tests", *arguments, "--json", str(told)],
        cwd=copy,
        env=_environment(copy),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    _RUNNING.add(process)
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return Ended(None, None, f"no end after {seconds:g} s: {_stopped(process)[-QUOTED:]}")
    finally:
        _RUNNING.discard(process)
    outcomes = json.loads(told.read_text())["outcomes"] if told.exists() else None
    return Ended(process.returncode, outcomes, said[-QUOTED:].strip())


def stop() -> None:
    """End all suites that are running; their servers and databases end with them."""
    for process in tuple(_RUNNING):
        process.terminate()


def _stopped(process: "subprocess.Popen[str]") -> str:
    process.terminate()
    try:
        return process.communicate(timeout=30)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0]


def _environment(copy: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HANDFAST_", "GITHUB_"))}
    return {**kept, "PYTHONPATH": str(copy), "TMPDIR": str(copy / "tmp")}
