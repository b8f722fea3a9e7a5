"""Folders to work in: what the toolchain says of a file is relative to the current one."""

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from handfast.rendering import progress
from tests.handfast import golden
from tests.handfast.documents import Write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes a file into the current folder, its common indentation taken off, and gives its path."""

    def write_one(text: str | bytes, name: str = "openapi.yaml") -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode())
        return path

    return write_one


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a quick run may take as long as one that tells of its steps."""
    monkeypatch.setattr(progress, "_PATIENCE", {True: 3600.0, False: 3600.0})


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the package of every accepted case, from which they can be imported."""
    folder = tmp_path_factory.mktemp("packages")
    for name in golden.ACCEPTED:
        golden.made(name).package.write(folder / f"case_{name}")
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))
