"""The wheel brings `handfast` with all verbs: no checkout is needed to found a house, generate it and prove it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from handfast.cli import VERBS

ROOT = Path(__file__).parents[2]
PARTS = ("scripts/handfast", "contract_tests", "pyproject.toml", "README.md", "LICENSE")

HELP = """
from handfast.cli import VERBS, main
for verb in VERBS:
    try:
        main([verb, "--help"])
    except SystemExit as end:
        assert not end.code
"""


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
        copy = folder / "source" / part
        copy.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / part, copy)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    words = ("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, folder / "source")
    run(*pip, *words, folder=folder)
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", folder=folder)
    python = folder / "venv" / "bin" / "python"
    run(*pip, "--python", python, "install", "--no-deps", "--no-index", next(folder.glob("*.whl")), folder=folder)
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip()
    Path(site, "shared.pth").write_text(f"{Path(httpx.__file__).parents[1]}\n")
    where = run(python, "-c", "import handfast, contract_tests; print(handfast.__file__)", folder=folder)
    assert where.startswith(site)
    return folder / "venv" / "bin" / "handfast"


def test_each_verb_says_what_it_does(installed: Path, tmp_path: Path) -> None:
    said = run(installed.with_name("python"), "-c", HELP, folder=tmp_path)
    assert [verb for verb in VERBS if f"usage: handfast {verb} " not in said] == []


def test_house_is_founded_checked_and_its_claims_are_listed(installed: Path, tmp_path: Path) -> None:
    run(installed, "new", "notes", folder=tmp_path)
    notes = tmp_path / "notes"
    assert (notes / ".github" / "workflows" / "ci.yml").is_file()
    assert (notes / "local.mk").read_text().splitlines()[-1].endswith(".whl")
    assert run(installed, "generate", "--check", folder=notes) == ""
    assert "createNote" in run(installed, "stub", "--written", folder=notes)
    assert "isolation-worlds" in run(installed, "contract", "--help", folder=notes)
    assert "proven by" in run(installed, "contract", "statuses", "--only", "getHealth", folder=notes)
