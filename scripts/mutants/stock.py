"""The same defect before schemathesis as it comes, for comparison."""

import shutil
import subprocess
import sys
from pathlib import Path

from mutants.copies import copied, seed
from mutants.mutant import Mutant
from mutants.trials import SECONDS

SERVE = Path(__file__).with_name("serving.py")


def try_stock(root: Path, mutant: Mutant) -> str:
    """Tell whether `st run` finds the defect, with a user's token and every check: caught, missed, or why neither."""
    with copied(root) as copy:
        seed(mutant, copy)
        return run_stock(copy)


def run_stock(copy: Path) -> str:
    program = shutil.which("st", path=str(Path(sys.executable).parent))
    if program is None:
        return "no st"
    try:
        done = subprocess.run(
            [sys.executable, str(SERVE), program],
            cwd=copy,
            env={"PATH": str(Path(sys.executable).parent), "HOME": str(copy), "PYTHONPATH": str(copy)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "timeout"
    return {0: "missed", 1: "caught"}.get(done.returncode, "broken")
