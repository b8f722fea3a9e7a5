"""File locks that the kernel frees when the last process that holds them is gone, however it died.

A lock belongs to the open file, so a child that inherits the descriptor goes on holding it: what a killed
parent left behind stays visible. For the same reason nothing here unlocks; descriptors are only closed.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """Yield the descriptor of a lock file, made if missing, without locking it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def exclusive(path: Path) -> Iterator[int]:
    """Wait for the lock and hold it; yields its descriptor."""
    with opened(path) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor


def share(path: Path) -> int:
    """Hold the lock together with others until the returned descriptor is closed."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def try_exclusive(descriptor: int) -> bool:
    """Take the lock alone, unless somebody else holds it; a shared hold of this descriptor is lost then."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
