"""What several clients do at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from contract_tests.traffic.exchange import Exchange

_BARRIER_SECONDS = 60


def all_at_once(*acts: Callable[[], Exchange]) -> list[Exchange]:
    """Let each act begin when all are ready; return what came of them, in their order."""
    start = Barrier(len(acts))

    def wait_and(act: Callable[[], Exchange]) -> Exchange:
        start.wait(_BARRIER_SECONDS)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(wait_and, acts))
