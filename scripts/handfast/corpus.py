"""The corpus: how far the generator gets with each document of a folder.

L1: it generates, the package imports, every operation is routed at its exact template and method. L3: the package is
clean under `mypy --strict`, and made again it is the same to the byte. Each document gets processes of its own.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

_SUFFIXES = {".json", ".yaml", ".yml"}


@dataclass
class Result:
    """What became of one document; `failures` say by level why it was not reached."""

    name: str
    operations: int
    seconds: float
    warnings: int
    failures: dict[str, str]

    def passed(self, level: str) -> bool:
        return level not in self.failures

    @property
    def line(self) -> str:
        levels = " ".join(level if self.passed(level) else "--" for level in ("L1", "L3"))
        why = "; ".join(f"{level}: {reason}" for level, reason in self.failures.items())
        numbers = f"{self.operations:>5} operations {self.seconds:>6.1f} s {self.warnings:>4} warnings"
        return f"{levels}  {numbers}  {self.name}  {why}".rstrip()


def documents_in(folder: Path) -> list[tuple[str, Path]]:
    """The documents by name: those of its manifest, or each file that may be one; the largest first."""
    manifest = folder / "manifest.tsv"
    if manifest.is_file():
        with manifest.open(encoding="utf-8", newline="") as lines:
            rows = [(row["name"], row["entry"]) for row in csv.DictReader(lines, delimiter="\t")]
        found = [(name, _entry(folder, entry)) for name, entry in rows]
    else:
        found = [(path.stem, path) for path in folder.iterdir() if path.suffix in _SUFFIXES]
    return sorted(found, key=lambda item: -item[1].stat().st_size if item[1].is_file() else 0)


def _entry(folder: Path, entry: str) -> Path:
    """Where a document of a manifest is: beside it, or in its folder `docs`."""
    beside = folder / entry
    return beside if beside.is_file() else folder / "docs" / entry


def measured(documents: Sequence[tuple[str, Path]], *, jobs: int, limit: float) -> Iterator[Result]:
    """The results as they come."""
    with ThreadPoolExecutor(jobs) as pool:
        for done in as_completed([pool.submit(_measure, name, path, limit) for name, path in documents]):
            yield done.result()


def _measure(name: str, path: Path, limit: float) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        result = Result(name, 0, 0, 0, {})
        generate = ["-m", "handfast", "generate", "--spec", str(path.resolve()), "--out", str(Path(folder, "package"))]
        began = time.monotonic()
        code, _, said = _run(generate, Path.cwd(), limit)
        result.seconds = round(time.monotonic() - began, 1)
        result.warnings = sum(line.startswith("warning: ") for line in said.splitlines())
        if code:
            reason = _last(said)
            result.failures = {"L1": f"generates: {reason}", "L3": "nothing to check"}
            return result
        code, answer, said = _run(["-m", "handfast.corpus_probe", folder], Path(folder), limit)
        if code:
            result.failures["L1"] = f"imports: {_last(said)}"
        else:
            found = json.loads(answer)
            result.operations = found["operations"]
            if found["missing"]:
                result.failures["L1"] = f"not routed: {', '.join(found['missing'])}"
        code, answer, said = _run(
            ["-m", "mypy", "--strict", "--no-error-summary", "-p", "package"], Path(folder), limit
        )
        if code:
            result.failures["L3"] = f"types: {len(answer.splitlines())} errors: {_last(answer or said)}"
        elif _run([*generate, "--check"], Path.cwd(), limit)[0]:
            result.failures["L3"] = "another run makes another package"
        return result


def _run(arguments: list[str], folder: Path, limit: float) -> tuple[int, str, str]:
    """The exit code, the output and the errors of a Python process; a late one is ended."""
    try:
        done = subprocess.run(  # noqa: S603 - our own tools
            [sys.executable, *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},  # this very toolchain
            capture_output=True,
            text=True,
            check=False,
            timeout=limit,
        )
    except subprocess.TimeoutExpired:
        return 1, "", f"took more than {limit:g} s"
    return done.returncode, done.stdout, done.stderr


def _last(text: str) -> str:
    return (text.strip().splitlines() or ["nothing said"])[-1][:200]
