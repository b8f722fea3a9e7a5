"""Which processes may run on which cores: a server under test alone on one, all else on the others."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Cores(NamedTuple):
    """`server` is None where processes cannot be kept apart: on one core, or where the system has no such call."""

    server: int | None
    others: frozenset[int]

    def __str__(self) -> str:
        if self.server is None:
            return "nothing is pinned to a core: read the ratios with care"
        others = ", ".join(map(str, sorted(self.others)))
        return f"servers on core {self.server}; load generator and PostgreSQL on {others}"


def share_cores() -> Cores:
    """Divide what this process may use, and keep it, and what it starts from now on, off the server's core."""
    if not hasattr(os, "sched_setaffinity"):
        return Cores(None, frozenset())
    usable = frozenset(os.sched_getaffinity(0))
    if len(usable) == 1:
        return Cores(None, usable)
    server = max(usable)
    cores = Cores(server, usable - {server})
    os.sched_setaffinity(0, cores.others)
    return cores


@contextmanager
def server_core(cores: Cores) -> Iterator[None]:
    """What is started within is kept on the server's core, with all of its threads."""
    if cores.server is None:
        yield
        return
    os.sched_setaffinity(0, {cores.server})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores.others)
