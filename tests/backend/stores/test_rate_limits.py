"""Rate limits hold for all processes together, and keep nothing readable."""

import asyncio

import psycopg
import pytest

from backend.database import Database
from backend.stores import rate_limits as module
from backend.stores.rate_limits import RateLimitStore

pytestmark = pytest.mark.anyio


def run(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


async def test_so_many_and_no_more(rate_limits: RateLimitStore) -> None:
    assert [await rate_limits.hit("a", 3, 60) for _ in range(3)] == [0, 0, 0]
    for _ in range(3):
        assert 1 <= await rate_limits.hit("a", 3, 60) <= 60
    assert await rate_limits.hit("b", 3, 60) == 0


async def test_a_window_ends(url: str, rate_limits: RateLimitStore) -> None:
    assert [await rate_limits.hit("a", 1, 60) > 0 for _ in range(3)] == [False, True, True]
    run(url, "UPDATE rate_limits SET window_ends_at = now()")
    assert [await rate_limits.hit("a", 1, 60) > 0 for _ in range(2)] == [False, True]


async def test_waiting_is_never_zero(url: str, rate_limits: RateLimitStore) -> None:
    await rate_limits.hit("a", 1, 60)
    run(url, "UPDATE rate_limits SET window_ends_at = now() + interval '200 milliseconds'")
    # Whether the window has ended by now or not: allowed, or told to wait a second.
    assert await rate_limits.hit("a", 1, 60) in {0, 1}


async def test_processes_count_together(url: str) -> None:
    databases = [Database(url), Database(url)]
    stores = [RateLimitStore(database, b"secret") for database in databases]
    waits = await asyncio.gather(*(store.hit("a", 10, 60) for store in stores * 25))
    assert sum(wait == 0 for wait in waits) == 10
    for database in databases:
        await database.close()


async def test_nothing_readable_is_kept(url: str, database: Database, rate_limits: RateLimitStore) -> None:
    await rate_limits.hit("log in 192.0.2.7 ada@example.com", 1, 60)
    await RateLimitStore(database, b"another").hit("log in 192.0.2.7 ada@example.com", 1, 60)
    rows = run(url, "SELECT key, count FROM rate_limits")
    assert len({row[0] for row in rows}) == 2, "without the secret nobody can try addresses"
    for key, _ in rows:
        assert isinstance(key, bytes)
        assert len(key) == 32


async def test_any_text_is_a_key(rate_limits: RateLimitStore) -> None:
    assert [await rate_limits.hit(key, 1, 60) for key in ("", "\x00", "\ud800", "é" * 1000)] == [0] * 4


async def test_sweep(url: str, rate_limits: RateLimitStore) -> None:
    for key in "abc":
        await rate_limits.hit(key, 1, 60)
    run(url, "INSERT INTO rate_limits SELECT int4send(n), now() - interval '1 second', 1 FROM generate_series(1, 5) n")
    assert await rate_limits.sweep() == 5
    assert await rate_limits.sweep() == 0
    assert await rate_limits.hit("a", 1, 60) > 0


async def test_swept_now_and_then(url: str, rate_limits: RateLimitStore) -> None:
    await rate_limits.hit("a", 1, 60)
    run(url, "INSERT INTO rate_limits VALUES ('x', now(), 1)")
    for _ in range(module.SWEEP_EVERY):
        await rate_limits.hit("a", 1, 60)
    assert run(url, "SELECT count(*) FROM rate_limits") == [(1,)]
