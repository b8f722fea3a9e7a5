"""The other issuer's keys as this process knows them, whether or not the issuer can be reached just now."""

import asyncio
from collections.abc import Callable
from math import ceil
from time import monotonic
from typing import Protocol

from backend.logs import get_logger
from backend.security.buckets import Bucket
from backend.security.jwks import FetchFailed
from backend.security.keys import KeySet

FRESH_SECONDS = 300
BACK_OFF_SECONDS = 5, 60  # after the first failure and at most, while there are keys to go on with
COLD_SECONDS = 2  # after a failure, while there are none
PATIENCE_SECONDS = 1  # of a request, for an issuer that did not answer the last time
UNKNOWN_AT_ONCE, UNKNOWN_SECONDS = 3, 10


class KeysUnavailable(Exception):
    """The issuer cannot be reached, and never could: nobody can tell a good token from a bad one."""

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class Source(Protocol):
    async def fetch(self) -> KeySet:
        """Return the keys, or raise FetchFailed."""

    async def close(self) -> None: ...


class IssuerKeys:
    """Keys are fetched once for all who wait, kept, and served while newer ones are on their way or fail to come.

    A key that is not in the newest set is good no longer.
    """

    def __init__(self, source: Source, clock: Callable[[], float] = monotonic) -> None:
        self._source = source
        self._clock = clock
        self._known: KeySet | None = None
        self._due = clock()
        self._failures = 0
        self._flight: asyncio.Task[None] | None = None
        self._unknown = Bucket(UNKNOWN_AT_ONCE, UNKNOWN_SECONDS, clock)

    async def current(self) -> KeySet:
        """Return the keys, at once if there are any; raise KeysUnavailable if not."""
        if self._clock() >= self._due:
            self._start()
        if self._known is None:
            await self._landing()
        if self._known is None:
            raise KeysUnavailable(max(1, ceil(self._due - self._clock())))
        return self._known

    async def newer_than(self, keys: KeySet) -> KeySet:
        """Ask the issuer again, because none of `keys` verifies a token; not each time that happens."""
        if self._known is keys and (self._flight or self._unknown.take()):
            self._start()
            await self._landing()
        return self._known or keys

    async def close(self) -> None:
        if self._flight is not None:
            self._flight.cancel()
        await self._source.close()

    def _start(self) -> None:
        if self._flight is None:
            self._flight = asyncio.create_task(self._refresh())

    async def _landing(self) -> None:
        """Wait for the fetch that is under way, if one is; it goes on when who waits for it goes away."""
        if self._flight is not None:
            await asyncio.wait({self._flight}, timeout=PATIENCE_SECONDS if self._failures else None)

    async def _refresh(self) -> None:
        try:
            keys = await self._source.fetch()
        except FetchFailed as error:
            self._fail(str(error))
        else:
            self._succeed(keys)
        finally:
            self._flight = None

    def _succeed(self, keys: KeySet) -> None:
        if not keys.keys:
            get_logger().warning("the issuer has no keys that are of use")
        elif self._failures:
            get_logger().info("the issuer's keys are there again")
        self._known, self._failures = keys, 0
        self._due = self._clock() + FRESH_SECONDS

    def _fail(self, reason: str) -> None:
        if not self._failures:
            get_logger().warning("the issuer's keys cannot be fetched", reason=reason, cold=self._known is None)
        first, most = BACK_OFF_SECONDS
        wait = COLD_SECONDS if self._known is None else min(most, first * 2 ** min(self._failures, 10))
        self._failures += 1
        self._due = self._clock() + wait
