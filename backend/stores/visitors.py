"""Users of other issuers, who are made when they first come."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import case, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from backend.database import Database, Runner
from backend.statements import Statement
from backend.stores.binds import given
from backend.stores.subject_locks import lock_subject
from backend.tables import RefusedTokenRow, TombstoneRow, UserRow

Standing = Literal["known", "new", "logged-out", "deleted", "taken"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whom a token names, and what it says of them; their id here is the one that they have there."""

    issuer: str
    subject: str
    email: str | None = None
    name: str = ""


SUBJECT = given(col(UserRow.subject))
# The first that is so. An id belongs to who had it first, of whichever issuer, even when they are gone: what is
# theirs is found by the id alone.
STANDING: Statement[Standing] = Statement(
    select(
        case(
            (exists().where(col(RefusedTokenRow.digest) == given(col(RefusedTokenRow.digest))), "logged-out"),
            (
                exists().where(col(UserRow.issuer) == given(col(UserRow.issuer)), col(UserRow.subject) == SUBJECT),
                "known",
            ),
            (exists().where(col(TombstoneRow.subject) == SUBJECT), "deleted"),
            (exists().where(col(UserRow.id) == SUBJECT), "taken"),
            else_="new",
        )
    ),
    lambda row: row[0],
)
MAKE = Statement(
    insert(UserRow)
    .values(
        id=SUBJECT,
        issuer=given(col(UserRow.issuer)),
        subject=SUBJECT,
        email=given(col(UserRow.email)),
        name=given(col(UserRow.name)),
        assistant_instructions="",
        created_at=func.now(),
    )
    .on_conflict_do_nothing(),
    tuple,
)


class VisitorStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def admit(self, visitor: Visitor, token_digest: bytes) -> Standing:
        """Tell how a visitor with a good token stands here; who is new is made a user, and known from then on."""
        standing = await _standing(self._database, visitor, token_digest)
        return await self._make(visitor, token_digest) if standing == "new" else standing

    async def _make(self, visitor: Visitor, token_digest: bytes) -> Standing:
        """Make the user, unless another request did, or deleted it, while this one waited for the lock."""
        async with self._database.transaction() as transaction:
            await lock_subject(transaction, visitor.subject)
            if await _standing(transaction, visitor, token_digest) == "new":
                values = {
                    "issuer": visitor.issuer,
                    "subject": visitor.subject,
                    "email": visitor.email,
                    "name": visitor.name,
                }
                await transaction.execute(MAKE, values)
            return await _standing(transaction, visitor, token_digest)


async def _standing(runner: Runner, visitor: Visitor, token_digest: bytes) -> Standing:
    values = {"digest": token_digest, "issuer": visitor.issuer, "subject": visitor.subject}
    return await runner.fetch_one(STANDING, values) or "new"
