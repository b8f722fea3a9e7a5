"""Accounts."""

import asyncio
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from psycopg import sql
from pydantic import SecretStr

from backend.database import Database
from backend.stores.outcomes import EmailTaken, RowMissing
from backend.stores.sessions import SessionStore
from backend.stores.tasks import TaskStore
from backend.stores.users import UserStore
from generated.schemas import PreferencesUpdate, TaskCreate, User, UserRegister, UserUpdate

pytestmark = pytest.mark.anyio


def registration(email: str) -> UserRegister:
    return UserRegister(email=email, password=SecretStr("correct horse"), name="Ada L.")


async def test_register(users: UserStore) -> None:
    user = await users.register(registration("Ada.L@Example.COM"), "a hash")
    assert (user.email, user.name, user.preferences.assistant_instructions) == ("ada.l@example.com", "Ada L.", "")
    assert await users.get(user.id) == user


async def test_address_is_taken_whatever_its_case(users: UserStore) -> None:
    await users.register(registration("ada@example.com"), "a hash")
    with pytest.raises(EmailTaken):
        await users.register(registration("ADA@example.com"), "a hash")


async def test_of_registrations_at_once_one_wins(users: UserStore) -> None:
    tries = (users.register(registration("ada@example.com"), "a hash") for _ in range(10))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(outcome, EmailTaken) for outcome in outcomes) == 9


async def test_by_email(users: UserStore) -> None:
    user = await users.register(registration("ada@example.com"), "a hash")
    account = await users.by_email("Ada@Example.com")
    assert account is not None
    assert (account.user, account.password_hash) == (user, "a hash")
    assert await users.by_email("eve@example.com") is None


async def test_by_email_knows_only_who_registered_here(database: Database, users: UserStore) -> None:
    elsewhere = UserStore(database, "https://issuer.example.com")
    theirs = await elsewhere.register(registration("ada@example.com"), "their hash")
    assert await users.by_email("ada@example.com") is None
    ours = await users.register(registration("ada@example.com"), "our hash")
    assert ours.id != theirs.id
    account = await users.by_email("ada@example.com")
    assert account is not None
    assert account.password_hash == "our hash"


@pytest.mark.usefixtures("ada")
async def test_by_email_ignores_who_has_no_password(url: str, users: UserStore) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE users SET password_hash = NULL")
    assert await users.by_email("ada@example.com") is None


async def test_update_leaves_the_rest_alone(users: UserStore, ada: User, eve: User) -> None:
    assert await users.update(ada.id, UserUpdate()) == ada
    assert await users.update(ada.id, UserUpdate(preferences=PreferencesUpdate())) == ada
    renamed = await users.update(ada.id, UserUpdate(name="Ada"))
    assert renamed == ada.model_copy(update={"name": "Ada"})
    told = await users.update(ada.id, UserUpdate(preferences=PreferencesUpdate(assistant_instructions="Be brief.")))
    assert (told.name, told.preferences.assistant_instructions) == ("Ada", "Be brief.")
    empty = await users.update(ada.id, UserUpdate(preferences=PreferencesUpdate(assistant_instructions="")))
    assert empty == renamed
    assert await users.get(eve.id) == eve


@pytest.mark.usefixtures("eve")
async def test_rehash(users: UserStore, ada: User) -> None:
    await users.rehash(ada.id, "a better hash")
    ours, theirs = await users.by_email("ada@example.com"), await users.by_email("eve@example.com")
    assert ours is not None
    assert theirs is not None
    assert (ours.password_hash, theirs.password_hash) == ("a better hash", "a hash")


async def test_delete_takes_everything_along(  # noqa: PLR0913, PLR0917 - everything
    url: str, users: UserStore, tasks: TaskStore, sessions: SessionStore, ada: User, eve: User
) -> None:
    for user in (ada, eve):
        await tasks.owned_by(user.id).add(TaskCreate(title="t"))
        end = datetime.now(UTC) + timedelta(hours=1)
        await sessions.owned_by(user.id).create(expires_at=end, user_agent=None)
    await users.delete(ada.id)
    with psycopg.connect(url) as connection:
        for table in ("users", "tasks", "sessions", "tombstones"):
            count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            assert connection.execute(count).fetchone() == (1,), table
    assert await users.get(eve.id) == eve


async def test_deleted(users: UserStore, ada: User, eve: User) -> None:
    await users.delete(ada.id)
    assert await users.get(eve.id) == eve
    assert await users.by_email("ada@example.com") is None
    for missing in (users.get(ada.id), users.update(ada.id, UserUpdate(name="x")), users.delete(ada.id)):
        with pytest.raises(RowMissing):
            await missing
    again = await users.register(registration("ada@example.com"), "a hash")
    assert again.id != ada.id
