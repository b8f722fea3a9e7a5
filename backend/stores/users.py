"""Accounts."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from backend.database import Database
from backend.database_errors import UniqueViolated
from backend.statements import Statement
from backend.stores.binds import given
from backend.stores.ids import new_id
from backend.stores.outcomes import EmailTaken, RowMissing
from backend.tables import TombstoneRow, UserRow
from generated.schemas import Preferences, User, UserRegister, UserUpdate


class Account(NamedTuple):
    """What log-in needs: the user, and the hash that the password must match."""

    user: User
    password_hash: str


def make_user(row: Sequence[Any]) -> User:
    return User(
        id=row[0],
        email=row[1],
        name=row[2],
        preferences=Preferences(assistant_instructions=row[3]),
        created_at=row[4],
    )


def make_account(row: Sequence[Any]) -> Account:
    return Account(make_user(row), row[5])


USER = (
    col(UserRow.id),
    col(UserRow.email),
    col(UserRow.name),
    col(UserRow.assistant_instructions),
    col(UserRow.created_at),
)
THIS = col(UserRow.id) == given(col(UserRow.id), "user_id")

REGISTER = Statement(
    insert(UserRow)
    .values(
        id=given(col(UserRow.id), "user_id"),
        issuer=given(col(UserRow.issuer)),
        subject=given(col(UserRow.subject), "user_id"),
        email=given(col(UserRow.email)),
        password_hash=given(col(UserRow.password_hash)),
        name=given(col(UserRow.name)),
        assistant_instructions="",
        created_at=func.now(),
    )
    .returning(*USER),
    make_user,
)
BY_EMAIL = Statement(
    select(*USER, col(UserRow.password_hash)).where(
        col(UserRow.issuer) == given(col(UserRow.issuer)),
        col(UserRow.email) == given(col(UserRow.email)),
        col(UserRow.password_hash).is_not(None),
    ),
    make_account,
)
GET = Statement(select(*USER).where(THIS), make_user)
UPDATE = Statement(
    update(UserRow)
    .where(THIS)
    .values(
        name=func.coalesce(given(col(UserRow.name)), col(UserRow.name)),
        assistant_instructions=func.coalesce(
            given(col(UserRow.assistant_instructions)), col(UserRow.assistant_instructions)
        ),
    )
    .returning(*USER),
    make_user,
)
REHASH = Statement(
    update(UserRow).where(THIS).values(password_hash=given(col(UserRow.password_hash))),
    tuple,
)

_GONE = delete(UserRow).where(THIS).returning(col(UserRow.issuer), col(UserRow.subject)).cte("gone")
DELETE = Statement(
    upsert(TombstoneRow)
    .from_select(["issuer", "subject", "deleted_at"], select(_GONE.c.issuer, _GONE.c.subject, func.now()))
    .on_conflict_do_update(index_elements=["issuer", "subject"], set_={"deleted_at": func.now()}),
    tuple,
)
IS_DELETED = Statement(
    select(literal_column("1")).where(
        col(TombstoneRow.issuer) == given(col(TombstoneRow.issuer)),
        col(TombstoneRow.subject) == given(col(TombstoneRow.subject)),
    ),
    tuple,
)


def normalise_email(email: str) -> str:
    """Write the address as it is kept and compared; the contract lets only ASCII through."""
    return email.lower()


class UserStore:
    """Accounts of any issuer by id; by e-mail only those that were registered here, with `issuer`."""

    def __init__(self, database: Database, issuer: str) -> None:
        self._database = database
        self._issuer = issuer

    async def register(self, body: UserRegister, password_hash: str) -> User:
        """Make an account, or raise EmailTaken."""
        values = {
            "user_id": str(new_id()),
            "issuer": self._issuer,
            "email": normalise_email(body.email),
            "password_hash": password_hash,
            "name": body.name,
        }
        try:
            user = await self._database.fetch_one(REGISTER, values)
        except UniqueViolated:
            raise EmailTaken from None
        return _there(user)

    async def by_email(self, email: str) -> Account | None:
        values = {"issuer": self._issuer, "email": normalise_email(email)}
        return await self._database.fetch_one(BY_EMAIL, values)

    async def get(self, user_id: str) -> User:
        return _there(await self._database.fetch_one(GET, {"user_id": user_id}))

    async def update(self, user_id: str, body: UserUpdate) -> User:
        """Change what was sent."""
        sent = body.model_dump(exclude_unset=True)
        values = {
            "user_id": user_id,
            "name": sent.get("name"),
            "assistant_instructions": sent.get("preferences", {}).get("assistant_instructions"),
        }
        return _there(await self._database.fetch_one(UPDATE, values))

    async def rehash(self, user_id: str, password_hash: str) -> None:
        """Keep another hash of the same password."""
        await self._database.execute(REHASH, {"user_id": user_id, "password_hash": password_hash})

    async def delete(self, user_id: str) -> None:
        """Delete the account and all that is its user's, and leave a tombstone, at once or not at all."""
        if not await self._database.execute(DELETE, {"user_id": user_id}):
            raise RowMissing

    async def is_deleted(self, issuer: str, subject: str) -> bool:
        """Tell whether the issuer's user had an account here and deleted it."""
        values = {"issuer": issuer, "subject": subject}
        return await self._database.fetch_one(IS_DELETED, values) is not None


def _there(user: User | None) -> User:
    if user is None:
        raise RowMissing
    return user
