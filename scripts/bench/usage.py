"""Seconds of CPU that processes have used so far."""

from collections.abc import Iterable
from contextlib import suppress

import psutil


def cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


class Elsewhere:
    """The load generator, which is this process, and PostgreSQL: all that is measured but the servers."""

    def __init__(self, servers: Iterable[int]) -> None:
        self._servers = frozenset(servers)
        self._own = psutil.Process()

    def cpu_seconds(self) -> float:
        total = cpu_seconds(self._own)
        for process in self._own.children(recursive=True):
            if process.pid not in self._servers:
                with suppress(psutil.NoSuchProcess):  # PostgreSQL's come and go
                    total += cpu_seconds(process)
        return total
