"""How often something may be done, counted in this process alone."""

from collections.abc import Callable
from time import monotonic


class Bucket:
    """Lets through `size` at once, and then one more each so many seconds."""

    def __init__(self, size: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._size = size
        self._seconds = seconds
        self._clock = clock
        self._left: float = size
        self._counted_at = clock()

    def take(self) -> bool:
        now = self._clock()
        self._left = min(self._size, self._left + (now - self._counted_at) / self._seconds)
        self._counted_at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
