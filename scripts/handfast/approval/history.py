"""What the specs were when they were last approved, from git."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def approved_folder(lock: Path) -> Iterator[Path | None]:
    """A copy of the lock's folder as it was in the commit that last changed the lock; None if git cannot tell."""
    folder = lock.resolve().parent
    commit = _git(folder, "log", "-1", "--format=%H", "--", lock.name)
    archive = (
        _git(folder, "archive", "--format=tar", commit.decode().strip(), ".") if commit and commit.strip() else None
    )
    if archive is None:
        yield None
        return
    with TemporaryDirectory() as place:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(place, filter="data")
        yield Path(place)


def _git(folder: Path, *words: str) -> bytes | None:
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
