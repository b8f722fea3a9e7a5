"""What the specs were when they were last approved, from git."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from handfast.approval.lock import parsed
from handfast.findings import FindingsError


def commits(lock: Path) -> Iterator[str]:
    """The commits that made or changed the lock, the latest first; none where git knows of none, or is not there."""
    told = _git(lock.resolve().parent, "log", "--diff-filter=AM", "--format=%H", "--", lock.name)
    yield from (told or b"").decode().split()


def before(lock: Path) -> str | None:
    """The last commit whose lock is of another version than that of the latest one."""
    folder, latest = lock.resolve().parent, None
    for commit in commits(lock):
        version = _version(_git(folder, "show", f"{commit}:./{lock.name}"), lock)
        latest = latest or version
        if version and version != latest:
            return commit
    return None


def _version(text: bytes | None, lock: Path) -> str | None:
    """Of a lock as it once was; none if it was none, as one that was merged badly."""
    try:
        return parsed((text or b"").decode(), lock).get("version")
    except (FindingsError, UnicodeError):
        return None


@contextmanager
def folder_of(lock: Path, commit: str, files: Iterable[Path] = ()) -> Iterator[Path | None]:
    """A copy of the lock's folder as it was in a commit; None if git cannot tell.

    Around it is what was around it then, as far out as the specs' files are now: they may refer to each other.
    """
    folder = lock.resolve().parent
    around = Path(os.path.commonpath([folder, *(file.resolve().parent for file in files)]))
    archive = _git(around, "archive", "--format=tar", commit, ".")
    if archive is None:
        yield None
        return
    with TemporaryDirectory() as place:
        with tarfile.open(fileobj=io.BytesIO(archive), errorlevel=0) as tar:  # links that lead out stay out
            tar.extractall(place, filter="data")
        yield Path(place) / folder.relative_to(around)


def _git(folder: Path, *words: str) -> bytes | None:
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
