"""Houses that `handfast new` makes, for tests: made, looked over, run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from handfast.cli import main
from tests.tours import paste

ROOT = Path(__file__).parents[2]
GIVEN = Path(os.environ["HANDFAST_DOCUMENTS"]) if os.environ.get("HANDFAST_DOCUMENTS") else None
"""A folder of real documents."""
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
MYPY_CACHE = ROOT / ".mypy_cache" / f"founded-{_WORKER}"
"""What houses share is checked once by each process of the tests: the modules of two houses have the same names."""
ENVIRONMENT = {
    "PYTHONPATH": f"{ROOT / 'scripts'}:{ROOT}",
    "MYPYPATH": str(ROOT / "scripts"),  # a checkout that is installed to be edited is not seen by mypy by itself
    "MYPY_CACHE_DIR": str(MYPY_CACHE),
}


def run(house: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A module in a house: of the toolchain, or one that the toolchain brings."""
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=house,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
    )


def found(spec: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house of a document, whose specs and generated code agree; it is the current folder now."""
    assert main(["new", str(target), "--spec", str(spec)]) == 0
    monkeypatch.chdir(target)
    assert main(["generate", "--check"]) == 0
    assert main(["approve", "--check"]) == 0
    return target


def hold(house: Path) -> None:
    """See that a house is clean, and that its own tests are green."""
    for words in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"], ["pytest", "-q"]):
        done = run(house, *words)
        assert done.returncode == 0, done.stdout + done.stderr


def make(house: Path, words: str, **variables: str) -> str:
    """`make` in a house, with the environment of these tests; what it prints."""
    return paste(f"make {words}", house, VENV=str(Path(sys.executable).parents[1]), **ENVIRONMENT, **variables)
