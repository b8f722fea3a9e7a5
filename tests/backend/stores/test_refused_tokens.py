"""Tokens of another issuer that were logged out."""

import time
from collections.abc import Callable

import psycopg
import pytest

from backend.database import Database
from backend.security.tokens import END_OF_TIME
from backend.stores.refused_tokens import SWEEP_EVERY, SWEEP_ROWS, RefusedTokenStore
from backend.stores.visitors import Visitor, VisitorStore
from generated.security import Caller

pytestmark = pytest.mark.anyio

VISITOR = Visitor("https://issuer.example.com", "visitor")
MINE, OTHER = b"m" * 32, b"o" * 32


def caller(digest: bytes = MINE, *, seconds: float = 600) -> Caller:
    return Caller("visitor", claims={"digest": digest, "exp": min(time.time() + seconds, END_OF_TIME)})


@pytest.fixture
def count(url: str) -> Callable[[], int]:
    def count_rows() -> int:
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT count(*) FROM refused_tokens").fetchone()
            assert row
            return int(row[0])

    return count_rows


async def test_refused(visitors: VisitorStore, refused_tokens: RefusedTokenStore) -> None:
    await visitors.admit(VISITOR, MINE)
    await refused_tokens.refuse(caller())
    assert await visitors.admit(VISITOR, MINE) == "logged-out"
    assert await visitors.admit(VISITOR, OTHER) == "known"


async def test_refused_twice(refused_tokens: RefusedTokenStore, count: Callable[[], int]) -> None:
    await refused_tokens.refuse(caller())
    await refused_tokens.refuse(caller())
    assert count() == 1


async def test_refused_token_makes_no_user(visitors: VisitorStore, refused_tokens: RefusedTokenStore, url: str) -> None:
    await refused_tokens.refuse(caller())
    assert await visitors.admit(VISITOR, MINE) == "logged-out"
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM users").fetchone() == (0,)


async def test_until_the_end_of_time(refused_tokens: RefusedTokenStore, count: Callable[[], int]) -> None:
    await refused_tokens.refuse(caller(seconds=1e18))
    assert await refused_tokens.sweep() == 0
    assert count() == 1


async def test_sweep(refused_tokens: RefusedTokenStore, count: Callable[[], int]) -> None:
    await refused_tokens.refuse(caller(seconds=600))
    for number in range(3):
        await refused_tokens.refuse(caller(bytes([number]) * 32, seconds=-1))
    assert await refused_tokens.sweep() == 3
    assert count() == 1
    assert await refused_tokens.sweep() == 0


async def test_sweep_takes_so_many_at_a_time(refused_tokens: RefusedTokenStore, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO refused_tokens SELECT decode(lpad(to_hex(n), 64, '0'), 'hex'), now() "
            "FROM generate_series(1, %s) n",
            [SWEEP_ROWS + 5],
        )
    assert await refused_tokens.sweep() == SWEEP_ROWS
    assert await refused_tokens.sweep() == 5


async def test_swept_now_and_then(database: Database, count: Callable[[], int]) -> None:
    store = RefusedTokenStore(database)
    await store.refuse(caller(OTHER, seconds=-1))
    for number in range(SWEEP_EVERY - 1):
        await store.refuse(caller(bytes([number]) * 32))
    assert count() == SWEEP_EVERY
    await store.refuse(caller())
    assert count() == SWEEP_EVERY  # one more, and one less


def test_no_token_but_the_callers_can_be_named() -> None:
    assert {name for name in vars(RefusedTokenStore) if not name.startswith("_")} == {"refuse", "sweep"}
