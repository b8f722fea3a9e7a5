"""The database when it goes away, and when it comes back."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import wraps
from itertools import count
from pathlib import Path
from typing import ParamSpec

import psutil
import psycopg
import pytest
from sqlalchemy import Integer, bindparam, func, insert, literal_column, select

from backend.database import Database
from backend.database_errors import ConnectionLost, DatabaseError, DatabaseUnavailable
from backend.embedded import EmbeddedPostgres
from backend.statements import Statement
from tests.backend.databases import open_server
from tests.backend.things import ADD, ALL, NAME, THINGS, make_things, thing

pytestmark = pytest.mark.anyio
Test = ParamSpec("Test")

PID = Statement(select(func.pg_backend_pid()), lambda row: int(row[0]))
SET_READ_ONLY = """
    DO $$ BEGIN
        EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only TO ?', current_database());
    END $$
"""
LOCK = 7
NUMBERS = count()
# Waits for the lock as it runs, and so can be interrupted half-way.
LOCKED_READ = Statement(select(func.pg_advisory_xact_lock(LOCK), func.pg_backend_pid()), lambda row: int(row[1]))
LOCKED_WRITE = Statement(
    insert(THINGS).from_select(
        ["id", "name"],
        select(
            bindparam("id", type_=Integer) + func.length(func.pg_advisory_xact_lock(LOCK).cast(THINGS.c.name.type)),
            literal_column("'late'"),
        ),
    ),
    tuple,
)


def ends(test: Callable[Test, Awaitable[None]]) -> Callable[Test, Awaitable[None]]:
    """Fail a test that hangs: pytest's own timeout does not get through to a loop that waits."""

    @wraps(test)
    async def ending(*args: Test.args, **fixtures: Test.kwargs) -> None:
        async with asyncio.timeout(120):
            await test(*args, **fixtures)

    return ending


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}  # the loop that serves


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    with open_server(durable=True) as server:
        yield server


@pytest.fixture
def url(server: EmbeddedPostgres) -> str:
    server.start()  # whatever the test before left of it
    return make_things(server.create_database(f"things{next(NUMBERS)}"))


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = Database(url, pool_size=5, acquire_seconds=30)
    yield database
    await database.close()


def crash(url: str) -> None:
    """End the server at once, as a power cut would, and wait until it is gone."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    process = psutil.Process(int((Path(row[0]) / "postmaster.pid").read_text().partition("\n")[0]))
    family = [process, *process.children(recursive=True)]
    process.send_signal(signal.SIGQUIT)
    assert not psutil.wait_procs(family, timeout=60)[1]


async def open_all(database: Database) -> None:
    """Have every connection that the pool may have, idle."""
    holders = [database.transaction() for _ in range(5)]
    for holder in holders:
        await holder.__aenter__()
    for holder in holders:
        await holder.__aexit__(None, None, None)


async def waits_for_lock(url: str) -> int:
    """Wait for a statement that waits for the lock, and tell its process."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        while True:
            cursor = await connection.execute("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            row = await cursor.fetchone()
            if row is not None:
                return int(row[0])


@ends
async def test_restart_while_idle_costs_no_error(database: Database, server: EmbeddedPostgres, url: str) -> None:
    await open_all(database)
    crash(url)
    server.start()
    outcomes = await asyncio.gather(*(database.execute(ADD, thing(number)) for number in range(20)))
    assert outcomes == [1] * 20
    assert len(await database.fetch_all(ALL)) == 20


@ends
async def test_restart_under_load_loses_nothing_acknowledged(
    database: Database, server: EmbeddedPostgres, url: str
) -> None:
    numbers = count()
    acknowledged: asyncio.Queue[int] = asyncio.Queue()
    failures: list[DatabaseError] = []

    async def write() -> None:
        while True:
            number = next(numbers)
            try:
                await database.execute(ADD, thing(number))
            except DatabaseUnavailable as error:
                failures.append(error)
            else:
                acknowledged.put_nowait(number)

    async with asyncio.TaskGroup() as group:
        writers = [group.create_task(write()) for _ in range(8)]
        expected: set[int] = set()
        for _ in range(2):
            expected |= {await acknowledged.get() for _ in range(100)}
            await asyncio.to_thread(crash, url)
            await asyncio.to_thread(server.start)
            while not acknowledged.empty():
                expected.add(acknowledged.get_nowait())
        expected |= {await acknowledged.get() for _ in range(100)}
        for writer in writers:
            writer.cancel()
    while not acknowledged.empty():
        expected.add(acknowledged.get_nowait())
    kept = {row[0] for row in await database.fetch_all(ALL)}
    assert expected <= kept
    assert len(kept - expected) <= len(failures) + len(writers), "what failed or was cancelled may have been written"
    assert failures


@ends
async def test_down_and_back(server: EmbeddedPostgres, url: str) -> None:
    database = Database(url, pool_size=5, acquire_seconds=0.3)
    await open_all(database)
    crash(url)
    for _ in range(2):
        outcomes = await asyncio.gather(*(database.ping() for _ in range(20)), return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {DatabaseUnavailable}
    with pytest.raises(DatabaseUnavailable):
        async with database.transaction():
            pass
    server.start()
    assert await asyncio.gather(*(database.execute(ADD, thing(number)) for number in range(20))) == [1] * 20
    await database.close()


@ends
async def test_once_known_to_be_down_nobody_waits(server: EmbeddedPostgres, url: str) -> None:
    database = Database(url, pool_size=5, acquire_seconds=3600)
    crash(url)
    database._connections._acquire_seconds = 0.01  # noqa: SLF001 - the first is to give up soon, the others at once
    with pytest.raises(DatabaseUnavailable):
        await database.ping()
    database._connections._acquire_seconds = 3600  # noqa: SLF001 - longer than the test may take
    with pytest.raises(DatabaseUnavailable):
        await database.ping()
    server.start()
    await database.ping()
    await database.close()


@ends
async def test_open_waits_for_a_server_that_starts(server: EmbeddedPostgres, url: str) -> None:
    crash(url)
    database = Database(url)
    opening = asyncio.create_task(database.open(wake_seconds=60))
    await asyncio.to_thread(server.start)
    await opening
    await database.ping()
    await database.close()


@ends
async def test_open_gives_up(server: EmbeddedPostgres, url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="refused"):
        await Database("postgresql://127.0.0.1:1/none").open(wake_seconds=0.3)
    # Refused for good: it would be an hour otherwise.
    with pytest.raises(DatabaseUnavailable, match='"none" does not exist'):
        await Database(server.dsn("none")).open(wake_seconds=3600)
    with pytest.raises(DatabaseUnavailable, match='"nobody" does not exist'):
        await Database(url.replace("postgres@", "nobody@")).open(wake_seconds=3600)


@ends
async def test_a_read_on_a_lost_connection_is_run_again(database: Database, url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url) as holder:
        await holder.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        reading = asyncio.create_task(database.fetch_one(LOCKED_READ))
        first = await waits_for_lock(url)
        os.kill(first, signal.SIGTERM)
        while (second := await waits_for_lock(url)) == first:
            pass
    assert await reading == second


@ends
async def test_a_write_on_a_lost_connection_is_not_run_again(database: Database, url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url) as holder:
        await holder.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        writing = asyncio.create_task(database.execute(LOCKED_WRITE, {"id": 1}))
        os.kill(await waits_for_lock(url), signal.SIGTERM)
        with pytest.raises(ConnectionLost):
            await writing
    assert await database.fetch_all(ALL) == []
    assert await database.execute(LOCKED_WRITE, {"id": 1}) == 1


@ends
async def test_a_transaction_on_a_lost_connection(database: Database) -> None:
    async def lose() -> None:
        async with database.transaction() as transaction:
            await transaction.execute(ADD, thing(1))
            pid = await transaction.fetch_one(PID)
            assert pid is not None
            process = psutil.Process(pid)
            process.terminate()
            await asyncio.to_thread(psutil.wait_procs, [process], timeout=60)
            await transaction.execute(ADD, thing(2))

    with pytest.raises(DatabaseUnavailable):
        await lose()
    assert await database.fetch_all(ALL) == []


@ends
async def test_a_server_that_another_took_over_from(url: str) -> None:
    """A standby takes no writes; the next connection may well reach the new primary."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("on", "off"):
            connection.execute(SET_READ_ONLY.replace("?", setting).encode())
            if setting == "on":
                database = Database(url, pool_size=1)
                await database.ping()
    with pytest.raises(DatabaseUnavailable, match="read-only"):
        await database.execute(ADD, thing(1))
    assert await database.execute(ADD, thing(1)) == 1
    await database.close()


@ends
async def test_a_server_that_stays_silent(url: str) -> None:
    database = Database(url, pool_size=1, statement_seconds=0.2)
    pid = await database.fetch_one(PID)
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    # If nothing cuts the connection, the answer comes after all, and the test fails instead of hanging.
    wake = asyncio.get_running_loop().call_later(20, os.kill, pid, signal.SIGCONT)
    with pytest.raises(DatabaseUnavailable):
        await database.fetch_one(NAME, {"id": 1})
    assert await database.execute(ADD, thing(1)) == 1, "on another connection"
    wake.cancel()
    os.kill(pid, signal.SIGCONT)
    await database.close()


@ends
async def test_a_server_that_accepts_and_says_nothing() -> None:
    """As behind a load balancer that has lost what is behind it."""
    silent = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    database = Database(f"postgresql://127.0.0.1:{port}/none", acquire_seconds=0.2)
    with pytest.raises(DatabaseUnavailable, match="does not answer"):
        await database.ping()
    await database.close()
    silent.close()
