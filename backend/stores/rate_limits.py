"""How often something may be tried, counted for all processes together."""

import hmac
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Integer, Interval, bindparam, case, cast, delete, extract, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from backend.database import Database
from backend.statements import Statement
from backend.stores.binds import given
from backend.tables import RateLimitRow

SWEEP_EVERY = 100  # hits of this process
SWEEP_ROWS = 1000


ENDS = col(RateLimitRow.window_ends_at)
OVER = func.now() >= ENDS

_FIRST = insert(RateLimitRow).values(
    key=given(col(RateLimitRow.key)), window_ends_at=func.now() + bindparam("window", type_=Interval), count=1
)
HIT = Statement(
    _FIRST.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "count": case((OVER, 1), else_=col(RateLimitRow.count) + 1),
            "window_ends_at": case((OVER, _FIRST.excluded.window_ends_at), else_=ENDS),
        },
    ).returning(col(RateLimitRow.count), cast(func.ceil(extract("epoch", ENDS - func.now())), Integer)),
    tuple,
)
SWEEP = Statement(
    delete(RateLimitRow).where(
        col(RateLimitRow.key).in_(
            # Two sweeps at once take different rows instead of waiting for each other.
            select(col(RateLimitRow.key)).where(OVER).limit(SWEEP_ROWS).with_for_update(skip_locked=True)
        )
    ),
    tuple,
)


class RateLimitStore:
    """Windows of a given length, each beginning with the first hit after the last one's end."""

    def __init__(self, database: Database, secret: bytes) -> None:
        self._database = database
        self._digest_key = hmac.digest(secret, b"handfast rate limits", sha256)
        self._hits = 0

    async def hit(self, key: str, limit: int, window_seconds: int) -> int:
        """Count one try: 0 if it is allowed, else the seconds until the next one is."""
        if self._hits % SWEEP_EVERY == 0:
            await self.sweep()
        self._hits += 1
        values = {
            "key": hmac.digest(self._digest_key, key.encode(errors="surrogatepass"), sha256),
            "window": timedelta(seconds=window_seconds),
        }
        counted = await self._database.fetch_one(HIT, values)
        count, seconds_left = counted or (1, 0)
        return max(seconds_left, 1) if count > limit else 0

    async def sweep(self) -> int:
        """Delete what counts for nothing any more, and tell how many rows that were."""
        return await self._database.execute(SWEEP)
