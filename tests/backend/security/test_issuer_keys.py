"""Keys of an issuer that comes and goes, and a clock that moves when it is told to."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from backend.security.issuer_keys import (
    FRESH_SECONDS,
    UNKNOWN_AT_ONCE,
    UNKNOWN_SECONDS,
    IssuerKeys,
    KeysUnavailable,
)
from backend.security.jwks import Jwks
from backend.security.keys import KeySet
from tests.backend.issuer import Issuer

pytestmark = pytest.mark.anyio
PATIENCE_SECONDS = 30


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def keys(issuer: Issuer, clock: Clock) -> AsyncIterator[IssuerKeys]:
    keys = IssuerKeys(Jwks(issuer.url), clock)
    yield keys
    await keys.close()


def names(keys: KeySet) -> set[str | None]:
    return {key.key_id for key in keys.keys}


async def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)


async def settled(keys: IssuerKeys, issuer: Issuer, fetches: int) -> None:
    """Wait until so many fetches were made, and none is under way."""
    await until(lambda: issuer.fetches == fetches and keys._flight is None)  # noqa: SLF001


async def refused(keys: IssuerKeys) -> int:
    with pytest.raises(KeysUnavailable) as unavailable:
        await keys.current()
    return unavailable.value.retry_after


async def test_fetched_once_for_all_who_wait(keys: IssuerKeys, issuer: Issuer) -> None:
    assert issuer.fetches == 0
    sets = await asyncio.gather(*(keys.current() for _ in range(50)))
    assert issuer.fetches == 1
    assert all(each is sets[0] for each in sets)


async def test_who_goes_away_takes_nobody_along(keys: IssuerKeys, issuer: Issuer) -> None:
    issuer.hold.clear()
    first, second = asyncio.create_task(keys.current()), asyncio.create_task(keys.current())
    await until(lambda: issuer.fetches == 1)
    first.cancel()
    issuer.hold.set()
    assert names(await second)
    assert issuer.fetches == 1


async def test_fresh_for_a_while_then_served_at_once_and_fetched_again(
    keys: IssuerKeys, issuer: Issuer, clock: Clock
) -> None:
    old = await keys.current()
    issuer.rotate()
    clock.now += FRESH_SECONDS - 1
    assert await keys.current() is old
    assert issuer.fetches == 1
    clock.now += 1
    issuer.hold.clear()
    assert await keys.current() is old
    issuer.hold.set()
    await settled(keys, issuer, 2)
    assert names(await keys.current()) == {key.kid for key in issuer.keys.values()} != names(old)


async def test_newer_than(keys: IssuerKeys, issuer: Issuer) -> None:
    old = await keys.current()
    gone = issuer.rotate()
    news = await asyncio.gather(*(keys.newer_than(old) for _ in range(50)))
    assert issuer.fetches == 2
    assert all(new is news[0] for new in news)
    assert issuer.keys["EdDSA"].kid in names(news[0])
    assert gone.kid not in names(news[0])
    assert await keys.newer_than(old) is news[0]  # no fetch: these are newer
    assert issuer.fetches == 2


async def test_unknown_keys_do_not_hammer_the_issuer(keys: IssuerKeys, issuer: Issuer, clock: Clock) -> None:
    for _ in range(100):
        await keys.newer_than(await keys.current())
    assert issuer.fetches == 1 + 3
    clock.now += 10
    for _ in range(100):
        await keys.newer_than(await keys.current())
    assert issuer.fetches == 1 + 3 + 1


async def test_down_from_the_start(keys: IssuerKeys, issuer: Issuer, clock: Clock) -> None:
    issuer.answer = lambda: (500, {}, b"")
    assert await refused(keys) == 2
    for _ in range(50):
        assert await refused(keys) == 2
    assert issuer.fetches == 1
    clock.now += 1.5
    assert await refused(keys) == 1
    assert issuer.fetches == 1
    clock.now += 0.5
    assert await refused(keys) == 2
    assert issuer.fetches == 2
    issuer.answer = None
    clock.now += 2
    assert names(await keys.current())


async def test_silent_issuer_does_not_keep_everybody_waiting(
    keys: IssuerKeys, issuer: Issuer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer.answer = lambda: (500, {}, b"")
    await refused(keys)
    clock.now += 2
    issuer.hold.clear()
    monkeypatch.setattr("backend.security.issuer_keys.PATIENCE_SECONDS", 0.01)
    assert await refused(keys) == 1  # while the fetch goes on
    await until(lambda: issuer.fetches == 2)


async def test_known_keys_are_served_for_as_long_as_it_takes(keys: IssuerKeys, issuer: Issuer, clock: Clock) -> None:
    old = await keys.current()
    issuer.answer = lambda: (500, {}, b"")
    clock.now += FRESH_SECONDS
    fetches = 1
    for wait in (5, 10, 20, 40, 60, 60, 60):
        assert await keys.current() is old
        fetches += 1
        await settled(keys, issuer, fetches)
        clock.now += wait - 0.5
        assert await keys.current() is old
        assert issuer.fetches == fetches
        clock.now += 0.5
    clock.now += 1_000_000
    assert await keys.current() is old
    await settled(keys, issuer, fetches + 1)
    issuer.answer = None
    clock.now += 60
    assert await keys.current() is old
    await settled(keys, issuer, fetches + 2)
    assert await keys.current() is not old
    clock.now += FRESH_SECONDS - 1
    await keys.current()
    assert issuer.fetches == fetches + 2


async def test_new_key_is_known_as_soon_as_the_outage_is_over(keys: IssuerKeys, issuer: Issuer, clock: Clock) -> None:
    old = await keys.current()
    issuer.answer = lambda: (500, {}, b"")
    for _ in range(UNKNOWN_AT_ONCE):
        assert await keys.newer_than(old) is old
    issuer.answer = None
    assert await keys.newer_than(old) is old  # asked too often already
    assert issuer.fetches == 1 + UNKNOWN_AT_ONCE
    clock.now += UNKNOWN_SECONDS
    assert await keys.newer_than(old) is not old


async def test_one_warning_for_an_outage(keys: IssuerKeys, issuer: Issuer, clock: Clock) -> None:
    async def fetch_again(fetches: int) -> None:
        clock.now += FRESH_SECONDS
        await keys.current()
        await settled(keys, issuer, fetches)

    with capture_logs() as lines:
        await keys.current()
        issuer.answer = lambda: (500, {}, b"")
        for fetches in range(2, 6):
            await fetch_again(fetches)
        issuer.answer = None
        await fetch_again(6)
        issuer.stop()
        clock.now += FRESH_SECONDS
        await keys.current()
        await until(lambda: keys._failures == 1)  # noqa: SLF001
    assert [_plain(line) for line in lines] == [
        ("warning", "the issuer's keys cannot be fetched", "status 500"),
        ("info", "the issuer's keys are there again", None),
        ("warning", "the issuer's keys cannot be fetched", "ConnectError"),
    ]


async def test_issuer_without_keys_is_warned_of(keys: IssuerKeys, issuer: Issuer) -> None:
    issuer.keys.clear()
    with capture_logs() as lines:
        assert names(await keys.current()) == set()
    assert [_plain(line) for line in lines] == [("warning", "the issuer has no keys that are of use", None)]


async def test_close_ends_a_fetch(issuer: Issuer) -> None:
    keys = IssuerKeys(Jwks(issuer.url))
    issuer.hold.clear()
    waiting = asyncio.create_task(keys.current())
    await until(lambda: issuer.fetches == 1)
    await keys.close()
    with pytest.raises(KeysUnavailable):
        await waiting


def _plain(line: Any) -> tuple[str, str, str | None]:
    return line["log_level"], line["event"], line.get("reason")
