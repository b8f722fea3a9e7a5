"""How long one call may take, all in all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from backend.assistant.interface import AssistantFailed


class Deadline:
    """A time on the loop's clock that each wait is held against; never a timeout around what a consumer does."""

    def __init__(self, seconds: float) -> None:
        self._time = asyncio.get_running_loop().time
        self._at = self._time() + seconds

    @property
    def remaining(self) -> float:
        return self._at - self._time()

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Raise AssistantFailed if the block is not done in time."""
        try:
            async with asyncio.timeout_at(self._at):
                yield
        except TimeoutError:
            raise AssistantFailed("timeout") from None
