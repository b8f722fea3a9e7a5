"""How many answers one user may have under way at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from backend.assistant.interface import AssistantFailed

SEATS = 64  # of the connections that all share
BUSY_SECONDS = 5


class Seats:
    """So many for each user, in this process; whoever finds none is told so at once."""

    def __init__(self, each: int = SEATS) -> None:
        self._each = each
        self._taken: Counter[str] = Counter()

    def __len__(self) -> int:
        """Return how many users have a seat."""
        return len(self._taken)

    @contextmanager
    def taken(self, user_id: str) -> Iterator[None]:
        """Hold a seat for as long as the block takes, or raise AssistantFailed."""
        if self._taken[user_id] >= self._each:
            raise AssistantFailed("busy", BUSY_SECONDS)
        self._taken[user_id] += 1
        try:
            yield
        finally:
            self._taken[user_id] -= 1
            if not self._taken[user_id]:
                del self._taken[user_id]
