"""Users of another issuer: who is made when they come, and who is not."""

import asyncio
from dataclasses import replace

import psycopg
import pytest

from backend.stores.outcomes import RowMissing
from backend.stores.users import UserStore
from backend.stores.visitors import Visitor, VisitorStore
from generated.schemas import User
from tests.backend.stores.test_users import registration

pytestmark = pytest.mark.anyio

ISSUER = "https://issuer.example.com"
VISITOR = Visitor(ISSUER, "visitor", "v@example.com", "Vera")
DIGEST = b"d" * 32


async def test_made_when_they_first_come(visitors: VisitorStore, users: UserStore) -> None:
    assert await visitors.admit(VISITOR, DIGEST) == "known"
    user = await users.get("visitor")
    assert (user.id, user.email, user.name) == ("visitor", "v@example.com", "Vera")
    assert user.preferences.assistant_instructions == ""


async def test_what_a_later_token_says_of_them_changes_nothing(visitors: VisitorStore, users: UserStore) -> None:
    await visitors.admit(VISITOR, DIGEST)
    before = await users.get("visitor")
    assert await visitors.admit(replace(VISITOR, email="new@example.com", name="New"), DIGEST) == "known"
    assert await users.get("visitor") == before


async def test_of_many_at_once_one_user_is_made(visitors: VisitorStore, url: str) -> None:
    standings = await asyncio.gather(*(visitors.admit(VISITOR, bytes([n]) * 32) for n in range(20)))
    assert standings == ["known"] * 20
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM users").fetchone() == (1,)


@pytest.mark.parametrize(
    "subject",
    [
        "0190c2f0-1111-7000-8000-000000000000",
        "wXbD3jmqAcYkHzTnE5rVsGf7LpQ9uRtK",
        "1",
        "Ж" * 64,
        "\U0001f600" * 64,
        "a/b ?#%2F",
        "..",
        " ",
        "it's; --",
    ],
)
async def test_ids(visitors: VisitorStore, users: UserStore, subject: str) -> None:
    assert await visitors.admit(Visitor(ISSUER, subject), DIGEST) == "known"
    user = await users.get(subject)
    assert (user.id, user.email, user.name) == (subject, None, "")
    await users.delete(subject)
    assert await visitors.admit(Visitor(ISSUER, subject), DIGEST) == "deleted"


async def test_ids_are_compared_as_text(visitors: VisitorStore, users: UserStore) -> None:
    for subject in ("a", "A", "á", "a\u0301", "a "):
        assert await visitors.admit(Visitor(ISSUER, subject, name=subject), DIGEST) == "known"
    for subject in ("a", "A", "á", "a\u0301", "a "):
        assert (await users.get(subject)).name == subject


async def test_deleted_users_stay_so(visitors: VisitorStore, users: UserStore) -> None:
    await visitors.admit(VISITOR, DIGEST)
    await users.delete("visitor")
    assert await visitors.admit(VISITOR, DIGEST) == "deleted"
    assert await visitors.admit(replace(VISITOR, issuer="https://another.example.com"), DIGEST) == "deleted"
    with pytest.raises(RowMissing):
        await users.get("visitor")


async def test_deleted_here_is_deleted_for_every_issuer(visitors: VisitorStore, users: UserStore, ada: User) -> None:
    await users.delete(ada.id)
    assert await visitors.admit(Visitor(ISSUER, ada.id), DIGEST) == "deleted"


async def test_id_of_another_issuers_user_is_taken(visitors: VisitorStore, users: UserStore, ada: User) -> None:
    assert await visitors.admit(Visitor(ISSUER, ada.id, "evil@example.com", "Evil"), DIGEST) == "taken"
    assert await users.get(ada.id) == ada
    await visitors.admit(VISITOR, DIGEST)
    assert await visitors.admit(replace(VISITOR, issuer="https://another.example.com"), DIGEST) == "taken"


async def test_addresses_join_nobody(visitors: VisitorStore, users: UserStore, ada: User) -> None:
    for subject in ("one", "two"):
        assert await visitors.admit(Visitor(ISSUER, subject, ada.email), DIGEST) == "known"
    account = await users.by_email(str(ada.email))
    assert account is not None
    assert account.user == ada
    await visitors.admit(Visitor(ISSUER, "three", "new@example.com"), DIGEST)
    assert await users.by_email("new@example.com") is None
    assert (await users.register(registration("new@example.com"), "a hash")).id != "three"


async def test_delete_and_come_at_once(visitors: VisitorStore, users: UserStore, url: str) -> None:
    """Whatever comes first: once the account is deleted, no request brings it back."""
    for number in range(10):
        visitor = Visitor(ISSUER, f"visitor-{number}")
        await visitors.admit(visitor, DIGEST)
        coming = (visitors.admit(visitor, DIGEST) for _ in range(5))
        await asyncio.gather(users.delete(visitor.subject), *coming)
        assert await visitors.admit(visitor, DIGEST) == "deleted"
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM users").fetchone() == (0,)


@pytest.mark.parametrize("doing", ["admit", "delete"])
async def test_one_at_a_time_for_a_subject(visitors: VisitorStore, users: UserStore, url: str, doing: str) -> None:
    """Who waits for the lock sees what its holder wrote."""
    await visitors.admit(Visitor(ISSUER, "other"), DIGEST)
    async with await psycopg.AsyncConnection.connect(url) as connection, connection.transaction():
        await _lock(connection, "visitor")
        if doing == "delete":
            await connection.execute(INSERT_VISITOR)
            waiting: asyncio.Task[object] = asyncio.create_task(users.delete("visitor"))
        else:
            waiting = asyncio.create_task(visitors.admit(VISITOR, DIGEST))
        await _until_somebody_waits(connection)
        assert await visitors.admit(Visitor(ISSUER, "somebody else"), DIGEST) == "known"
        if doing == "admit":
            await connection.execute("INSERT INTO tombstones VALUES ('gone.example.com', 'visitor', now())")
        assert not waiting.done()
    assert await waiting == ("deleted" if doing == "admit" else None)
    assert await visitors.admit(VISITOR, DIGEST) == "deleted"


INSERT_VISITOR = (
    "INSERT INTO users (id, issuer, subject, name, assistant_instructions, created_at) "
    "VALUES ('visitor', 'https://issuer.example.com', 'visitor', '', '', now())"
)


async def _lock(connection: psycopg.AsyncConnection, subject: str) -> None:
    from backend.stores.subject_locks import LOCK, lock_key

    await connection.execute(LOCK.text, {"key": lock_key(subject)})


async def _until_somebody_waits(connection: psycopg.AsyncConnection) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    async with asyncio.timeout(30):
        while await (await connection.execute(waiting)).fetchone() != (1,):  # noqa: ASYNC110 - in another process
            await asyncio.sleep(0.01)
