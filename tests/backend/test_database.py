"""The database when all is well: statements, transactions, typed errors."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, func, literal, select

from backend.database import Database
from backend.database_errors import (
    BadValue,
    CheckViolated,
    DatabaseError,
    DatabaseUnavailable,
    ReferenceViolated,
    UniqueViolated,
)
from backend.embedded import EmbeddedPostgres
from backend.statements import Statement
from tests.backend.databases import open_server
from tests.backend.things import ADD, ALL, CLEAR, NAME, make_things, thing

pytestmark = pytest.mark.anyio
NUMBERS = count()

PREPARED = Statement(
    select(func.count()).select_from(Table("pg_prepared_statements", MetaData())), lambda row: int(row[0])
)


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}  # the loop that serves


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    with open_server() as server:
        yield server


@pytest.fixture
def url(server: EmbeddedPostgres) -> str:
    return make_things(server.create_database(f"things{next(NUMBERS)}"))


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = Database(url, pool_size=3, acquire_seconds=20)
    yield database
    await database.close()


async def test_rows_are_what_the_statement_makes_of_them(database: Database) -> None:
    assert await database.execute(ADD, thing(1, "one")) == 1
    assert await database.execute(ADD, thing(2, "two")) == 1
    assert await database.fetch_all(ALL) == [(1, "one"), (2, "two")]
    assert await database.fetch_one(NAME, {"id": 2}) == "two"
    assert await database.fetch_one(NAME, {"id": 3}) is None
    assert await database.execute(CLEAR) == 2
    assert await database.fetch_all(ALL) == []


async def test_a_statement_keeps_its_constants() -> None:
    statement = Statement(select(literal(5) + bindparam("n", type_=Integer)), tuple)
    assert sorted(statement.values({"n": 1}).values()) == [1, 5]
    assert statement.text.count(b"%(") == 2
    assert statement.reads
    assert not ADD.reads


async def test_transaction_commits(database: Database) -> None:
    async with database.transaction() as transaction:
        await transaction.execute(ADD, thing(1))
        assert await transaction.fetch_one(NAME, {"id": 1}) == "1"
        assert await database.fetch_one(NAME, {"id": 1}) is None, "before it is over nobody else sees it"
    assert await database.fetch_all(ALL) == [(1, "1")]


async def test_transaction_rolls_back(database: Database) -> None:
    async def add_and_fail(reason: type[BaseException]) -> None:
        async with database.transaction() as transaction:
            await transaction.execute(ADD, thing(1))
            raise reason

    async def add_twice() -> None:
        async with database.transaction() as transaction:
            await transaction.execute(ADD, thing(1))
            await transaction.execute(ADD, thing(1))

    for reason in (KeyError, DatabaseUnavailable, asyncio.CancelledError):
        with pytest.raises(reason):
            await add_and_fail(reason)
    with pytest.raises(UniqueViolated):
        await add_twice()
    assert await database.fetch_all(ALL) == []


async def test_violations_are_typed_and_name_their_rule(database: Database) -> None:
    await database.execute(ADD, thing(1, "one"))
    for number, name, parent, kind, constraint in [
        (1, "other", None, UniqueViolated, "things_pkey"),
        (2, "one", None, UniqueViolated, "things_name_key"),
        (2, "two", 7, ReferenceViolated, "things_parent_fkey"),
        (-1, "minus", None, CheckViolated, "things_id_check"),
    ]:
        with pytest.raises(kind) as caught:
            await database.execute(ADD, thing(number, name, parent))
        assert caught.value.constraint == constraint
    assert await database.fetch_all(ALL) == [(1, "one")]


async def test_text_that_postgresql_cannot_hold(database: Database) -> None:
    for text in ("\x00", "a\x00", "\ud800", "\udfff\ud800"):
        with pytest.raises(BadValue):
            await database.execute(ADD, thing(1, text))
        with pytest.raises(BadValue):
            async with database.transaction() as transaction:
                await transaction.execute(ADD, thing(1, text))
    with pytest.raises(BadValue):
        await database.execute(ADD, thing(2**40))


async def test_errors_keep_values_to_themselves(database: Database) -> None:
    """PostgreSQL tells the whole row that broke a rule: an error must not carry it into a log."""
    for row in (thing(-1, "a secret"), {"id": 1, "name": None, "parent": None}, thing(1, "a secret\x00")):
        with pytest.raises(DatabaseError) as caught:
            await database.execute(ADD, row)
        assert "secret" not in str(caught.value)
        assert "Failing row" not in str(caught.value)
        assert caught.value.__suppress_context__


async def test_an_unforeseen_failure_says_what_it_is(database: Database) -> None:
    absent = Statement(select(Table("absent", MetaData(), Column("id", Integer)).c.id), tuple)
    with pytest.raises(DatabaseError, match='UndefinedTable: relation "absent" does not exist') as caught:
        await database.fetch_all(absent)
    assert type(caught.value) is DatabaseError


async def test_connections_are_shared(database: Database) -> None:
    pid = Statement(select(func.pg_backend_pid()), lambda row: int(row[0]))
    pids = await asyncio.gather(*(database.fetch_one(pid) for _ in range(50)))
    assert len(set(pids)) <= 3


async def test_no_connection_is_free(url: str) -> None:
    database = Database(url, pool_size=1, acquire_seconds=0.1)
    async with database.transaction():
        with pytest.raises(DatabaseUnavailable, match="in use"):
            await database.ping()
    await database.ping()
    await database.close()


async def test_cancelled_requests_give_their_connections_back(url: str) -> None:
    database = Database(url, pool_size=1, acquire_seconds=20)
    sleep = Statement(select(func.pg_sleep(60)), tuple)
    for started in (0, 0.001, 0.01, 0.1):
        waiting = [asyncio.create_task(database.fetch_all(sleep)) for _ in range(3)]
        await asyncio.sleep(started)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    assert await database.execute(ADD, thing(1)) == 1
    await database.close()


async def test_after_close(database: Database) -> None:
    async with database.transaction() as transaction:
        await database.close()
        await transaction.execute(ADD, thing(1))
    with pytest.raises(DatabaseUnavailable, match="closed"):
        await database.ping()


async def test_nothing_is_prepared_unless_told(url: str) -> None:
    for prepare in (False, True):
        database = Database(url, pool_size=1, prepare=prepare)
        for _ in range(20):
            await database.fetch_one(NAME, {"id": 1})
        prepared = await database.fetch_one(PREPARED)
        assert bool(prepared) == prepare
        await database.close()
