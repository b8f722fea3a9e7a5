"""The statements on accounts, each compiled once."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from backend.statements import Statement
from backend.stores.binds import given
from backend.tables import TombstoneRow, UserRow
from generated.schemas import Preferences, User


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
