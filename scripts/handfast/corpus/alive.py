"""L4: the mock server answers every operation as the document says, and refuses what it forbids.

In a process of its own: `python -m handfast.corpus.alive DOCUMENT FOLDER [LIMIT]`. It starts `handfast mock` in
another one, and has schemathesis ask each operation (a sample of them where there are many).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from handfast.corpus.outcomes import PACKAGE, Outcome, Subject, missed, reached
from handfast.corpus.processes import asked
from handfast.corpus.verdict import judge

_RUNNING = re.compile(r"Uvicorn running on (http://\S+)")
_PATIENCE = 120.0
SECONDS = 100.0


def measure(subject: Subject) -> Outcome:
    return asked(__name__, subject)


class NotStarted(Exception):
    """The mock server ended before it served, or never came up."""


def _judged(document: Path, folder: Path) -> Outcome:
    from handfast.corpus.questions import Questions  # slow to import, and not installed everywhere

    try:
        with mocking(document, folder) as (address, seconds):
            questions = Questions(folder / PACKAGE / "openapi.json", address, _seconds())
            questions.ask()
    except NotStarted as reason:
        return missed(f"does not start: {reason}")
    numbers: dict[str, float] = {"mock_start": seconds, **questions.numbers}
    findings = [*questions.findings()]
    if findings:
        return missed(f"{len(findings)} findings: {findings[0]}", [*findings, *questions.remarks], numbers)
    return replace(reached(numbers), findings=tuple(questions.remarks))


def _seconds() -> float:
    """How long to ask, twice at most: a third of the time limit that this process has."""
    return float(sys.argv[3]) / 3 if len(sys.argv) > 3 else SECONDS  # noqa: PLR2004 - the limit comes last


@contextmanager
def mocking(document: Path, folder: Path) -> Iterator[tuple[str, float]]:
    """A mock server of a document and its package: its address, and after how many seconds it was there."""
    command = [
        sys.executable,
        "-m",
        "handfast",
        "mock",
        str(document),
        "--port",
        "0",
        "--generated",
        str(folder / PACKAGE),
    ]
    began = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said, _server(command, said) as server:
        try:
            yield _address(server, said), round(time.monotonic() - began, 2)
        finally:
            server.terminate()


def _server(command: list[str], said: IO[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)  # noqa: S603


def _address(server: subprocess.Popen[bytes], said: IO[str]) -> str:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        ended = server.poll() is not None
        said.seek(0)
        text = said.read()
        found = _RUNNING.search(text)
        if found:
            return found[1]
        if ended:
            raise NotStarted((text.strip().splitlines() or ["nothing said"])[-1][:300])
        time.sleep(0.05)
    raise NotStarted(f"not within {_PATIENCE:g} s")


if __name__ == "__main__":
    judge(_judged)
