"""Sessions: what makes a token good, and what ends it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.cursors import BadCursor
from backend.stores.outcomes import OwnerMissing, RowMissing
from backend.stores.sessions import OwnedSessions, SessionStore
from backend.stores.users import UserStore
from generated.schemas import Session, User

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)


@pytest.fixture
def of_ada(sessions: SessionStore, ada: User) -> OwnedSessions:
    return sessions.owned_by(ada.id)


async def begin(owned: OwnedSessions, length: timedelta = HOUR, user_agent: str | None = None) -> str:
    return await owned.create(expires_at=datetime.now(UTC) + length, user_agent=user_agent)


async def walk(owned: OwnedSessions, current: str, limit: int) -> list[Session]:
    found: list[Session] = []
    cursor = None
    while cursor is not None or not found:
        page = await owned.page(current, limit=limit, cursor=cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    return found


async def test_live(sessions: SessionStore, of_ada: OwnedSessions, ada: User, eve: User) -> None:
    session = await begin(of_ada)
    assert await sessions.live(session, ada.id)
    assert not await sessions.live(session, eve.id)
    for other in (str(uuid4()), "", "no uuid", session.upper(), f"{session}\n", "\x00", "\ud800"):
        assert not await sessions.live(other, ada.id)


async def test_expired(sessions: SessionStore, of_ada: OwnedSessions, ada: User) -> None:
    session = await begin(of_ada, timedelta())
    assert not await sessions.live(session, ada.id)
    assert await walk(of_ada, session, 10) == []
    with pytest.raises(RowMissing):
        await of_ada.revoke(session)


async def test_expired_ones_are_swept_when_the_user_logs_in(
    of_ada: OwnedSessions, sessions: SessionStore, eve: User, session_rows: Callable[[], Awaitable[int]]
) -> None:
    await begin(sessions.owned_by(eve.id), timedelta())
    await begin(of_ada, timedelta())
    await begin(of_ada)
    await begin(of_ada)
    assert await session_rows() == 3


async def test_revoke(sessions: SessionStore, of_ada: OwnedSessions, ada: User) -> None:
    session, other = await begin(of_ada), await begin(of_ada)
    await of_ada.revoke(session)
    assert not await sessions.live(session, ada.id)
    assert await sessions.live(other, ada.id)
    for gone in (session, str(uuid4()), "no uuid", other.upper()):
        with pytest.raises(RowMissing):
            await of_ada.revoke(gone)


async def test_of_a_user_deleted_meanwhile(
    users: UserStore, sessions: SessionStore, of_ada: OwnedSessions, ada: User
) -> None:
    session = await begin(of_ada)
    await users.delete(ada.id)
    assert not await sessions.live(session, ada.id)
    with pytest.raises(OwnerMissing):
        await begin(of_ada)


async def test_page_has_this_one_first_then_the_newest(of_ada: OwnedSessions) -> None:
    begun = [await begin(of_ada, user_agent=f"agent {n}") for n in range(7)]
    for current in (begun[0], begun[3], begun[6]):
        expected = [current, *(session for session in begun[::-1] if session != current)]
        for limit in (1, 2, 3, 6, 7, 100):
            found = await walk(of_ada, current, limit)
            assert [session.id for session in found] == expected
            assert [session.current for session in found] == [True] + [False] * 6
    newest = (await of_ada.page(begun[0])).items[1]
    assert newest.user_agent == "agent 6"
    assert newest.expires_at - newest.created_at <= HOUR


async def test_page_of_who_has_no_session_here(of_ada: OwnedSessions) -> None:
    begun = [await begin(of_ada) for _ in range(3)]
    for limit in (1, 2, 3):
        found = await walk(of_ada, "", limit)
        assert [(session.id, session.current) for session in found] == [(each, False) for each in begun[::-1]]


async def test_page_while_others_end_and_begin(of_ada: OwnedSessions) -> None:
    begun = [await begin(of_ada) for _ in range(9)]
    stays = [begun[0], *begun[1:9:2]]
    page = await of_ada.page(begun[0], limit=2)
    seen = [session.id for session in page.items]
    while page.next_cursor:
        for session in set(begun) - set(stays) - {""}:
            if session in seen and session in begun:
                begun.remove(session)
                await of_ada.revoke(session)
        await begin(of_ada)
        page = await of_ada.page(begun[0], limit=2, cursor=page.next_cursor)
        seen += [session.id for session in page.items]
    assert sorted(session for session in seen if session in stays) == sorted(stays)


async def test_cursor_of_another_user_or_session(of_ada: OwnedSessions, sessions: SessionStore, eve: User) -> None:
    begun = [await begin(of_ada) for _ in range(3)]
    cursor = (await of_ada.page(begun[0], limit=1)).next_cursor
    await of_ada.page(begun[0], limit=1, cursor=cursor)
    for owned, current in ((of_ada, begun[1]), (sessions.owned_by(eve.id), begun[0])):
        with pytest.raises(BadCursor):
            await owned.page(current, limit=1, cursor=cursor)


async def test_user_does_not_reach_other(sessions: SessionStore, of_ada: OwnedSessions, ada: User, eve: User) -> None:
    session = await begin(of_ada)
    of_eve = sessions.owned_by(eve.id)
    assert {name for name in vars(OwnedSessions) if not name.startswith("_")} == {"create", "page", "revoke"}
    assert (await of_eve.page(session)).items == []
    with pytest.raises(RowMissing):
        await of_eve.revoke(session)
    assert await sessions.live(session, ada.id)


def test_no_query_without_an_owner() -> None:
    assert {name for name in vars(SessionStore) if not name.startswith("_")} == {"owned_by", "live"}


@pytest.fixture
def session_rows(url: str) -> Callable[[], Awaitable[int]]:
    import psycopg

    async def count() -> int:
        async with await psycopg.AsyncConnection.connect(url) as connection:
            row: Any = await (await connection.execute("SELECT count(*) FROM sessions")).fetchone()
            return int(row[0])

    return count
