"""Copies of what a run needs, which nothing else looks at."""

import shutil
import tempfile
from collections.abc import Iterator
from compileall import compile_dir
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from mutants.mutant import Mutant

NEEDED = ("backend", "generated", "specs", "contract_tests")


@contextmanager
def copied(root: Path) -> Iterator[Path]:
    """Yield a copy that is gone afterwards; an embedded database may run as another user, so it is open to read."""
    with tempfile.TemporaryDirectory(prefix="mutant-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder)
        copy.chmod(0o755)
        for name in NEEDED:
            # With the compiled modules, which are good as long as the times of their sources are the same.
            shutil.copytree(root / name, copy / name)
        (copy / "tmp").mkdir()
        yield copy


@contextmanager
def compiled(root: Path) -> Iterator[Path]:
    """Yield a copy to make others from: what is edited meanwhile is not in them, and nobody compiles it again."""
    with copied(root) as copy:
        for name in NEEDED:
            compile_dir(copy / name, quiet=2)
        yield copy


def seed(mutant: Mutant, copy: Path) -> None:
    """Put the defect into a copy. Raises SyntaxError if the code is none any more, ValueError if nothing changes."""
    file = copy / mutant.path
    before = file.read_text()
    after = mutant.applied(before)
    if after == before:
        raise ValueError("it changes nothing")
    compile(after, mutant.path, "exec")
    file.write_text(after)
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()


def digest_of(root: Path) -> str:
    """Tell these sources from all others."""
    digest = sha256()
    for name in NEEDED:
        for file in sorted((root / name).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(root)}\0".encode() + sha256(file.read_bytes()).digest())
    return digest.hexdigest()
