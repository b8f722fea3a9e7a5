"""The server's log: one file for each run of it, and the one before."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.embedded.account import Account

QUOTED_LINES = 3
QUOTED_BYTES = 4096


@contextmanager
def new_log(path: Path, account: Account) -> Iterator[int]:
    """Put the log of the run before aside; yield the descriptor of a new one, owned by `account`."""
    if path.exists():
        path.rename(path.with_name(f"{path.name}.old"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_EXCL, 0o600)
    try:
        os.fchown(descriptor, account.uid, account.gid)
        yield descriptor
    finally:
        os.close(descriptor)


def quote_log(path: Path) -> str:
    """Give the last lines as one."""
    try:
        end = path.read_bytes()[-QUOTED_BYTES:].decode(errors="replace")
    except OSError:
        return "it wrote no log"
    lines = [line.strip() for line in end.splitlines() if line.strip()]
    return f"{path} ends: {' | '.join(lines[-QUOTED_LINES:])}"
