"""Tokens of other issuers that were logged out: refused until they expire."""

from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from backend.database import Database
from backend.statements import Statement
from backend.stores.binds import given
from backend.tables import RefusedTokenRow
from generated.security import Caller

SWEEP_EVERY = 100  # log-outs of this process
SWEEP_ROWS = 1000

REFUSE = Statement(
    insert(RefusedTokenRow)
    .values(digest=given(col(RefusedTokenRow.digest)), expires_at=given(col(RefusedTokenRow.expires_at)))
    .on_conflict_do_nothing(),
    tuple,
)
SWEEP = Statement(
    delete(RefusedTokenRow).where(
        col(RefusedTokenRow.digest).in_(
            # Two sweeps at once take different rows instead of waiting for each other.
            select(col(RefusedTokenRow.digest))
            .where(col(RefusedTokenRow.expires_at) <= func.now())
            .limit(SWEEP_ROWS)
            .with_for_update(skip_locked=True)
        )
    ),
    tuple,
)


class RefusedTokenStore:
    """Knows a token by the digest of what was signed; the stores of users read it in passing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._log_outs = 0

    async def refuse(self, caller: Caller) -> None:
        """Refuse the token that the caller came with from now on; no other can be named."""
        if self._log_outs % SWEEP_EVERY == 0:
            await self.sweep()
        self._log_outs += 1
        values = {
            "digest": caller.claims["digest"],
            "expires_at": datetime.fromtimestamp(caller.claims["exp"], UTC),
        }
        await self._database.execute(REFUSE, values)

    async def sweep(self) -> int:
        """Forget the tokens that have expired, and tell how many they were."""
        return await self._database.execute(SWEEP)
