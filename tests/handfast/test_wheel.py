"""The wheel brings `handfast` with all verbs: no checkout is needed to found a house, generate it and prove it."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from handfast.cli import VERBS

ROOT = Path(__file__).parents[2]
PARTS = ("scripts/handfast", "contract_tests", "pyproject.toml", "README.md", "LICENSE")


def run(*words: str | Path, folder: Path) -> str:
    """A command in a folder, with nothing of this checkout in reach; what it prints."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it, and what it needs from the environment of these tests."""
    folder = tmp_path_factory.mktemp("wheel")
    for part in PARTS:  # in a copy, as building leaves folders behind
        (folder / "source" / part).parent.mkdir(parents=True, exist_ok=True)
        ignored = shutil.ignore_patterns("__pycache__")
        copy = shutil.copy2 if (ROOT / part).is_file() else lambda *to: shutil.copytree(*to, ignore=ignored)
        copy(ROOT / part, folder / "source" / part)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    words = ("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, folder / "source")
    run(*pip, *words, folder=folder)
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", folder=folder)
    python = folder / "venv" / "bin" / "python"
    run(*pip, "--python", python, "install", "--no-deps", "--no-index", next(folder.glob("*.whl")), folder=folder)
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip()
    Path(site, "shared.pth").write_text(sysconfig.get_path("purelib") + "\n")
    where = run(python, "-c", "import handfast, contract_tests; print(handfast.__file__)", folder=folder)
    assert where.startswith(site)
    return folder / "venv" / "bin" / "handfast"


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_says_what_it_does(verb: str, installed: Path, tmp_path: Path) -> None:
    assert f"handfast {verb}" in run(installed, verb, "--help", folder=tmp_path)


def test_house_is_founded_checked_and_its_claims_are_listed(installed: Path, tmp_path: Path) -> None:
    run(installed, "new", "notes", folder=tmp_path)
    notes = tmp_path / "notes"
    assert (notes / ".github" / "workflows" / "ci.yml").is_file()
    assert (notes / "local.mk").read_text().splitlines()[-1].endswith(".whl")
    assert run(installed, "generate", "--check", folder=notes) == ""
    assert "no findings" in run(installed, "lint", folder=notes)
    assert "createNote" in run(installed, "stub", "--written", folder=notes)
    assert run(installed, "contract", "document", "--budget", "1", folder=notes)
