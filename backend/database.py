"""The database: statements in, typed rows out."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import psycopg
from psycopg import AsyncCursor
from sqlalchemy import literal_column, select

from backend.connections import Connections, Link
from backend.database_errors import ConnectionLost, DatabaseError, DatabaseUnavailable, translated
from backend.database_url import conninfo
from backend.statements import Statement

Row = TypeVar("Row")
Parameters = Mapping[str, Any]

NOTHING: Parameters = {}
PING = Statement(select(literal_column("1")), tuple)


class Runner(ABC):
    """What runs statements; errors are those of `backend.database_errors`."""

    @abstractmethod
    async def _run(self, statement: Statement[Row], parameters: Parameters) -> AsyncCursor[Row]:
        """Run one statement and hold all of its rows."""

    async def fetch_all(self, statement: Statement[Row], parameters: Parameters = NOTHING) -> list[Row]:
        return await (await self._run(statement, parameters)).fetchall()

    async def fetch_one(self, statement: Statement[Row], parameters: Parameters = NOTHING) -> Row | None:
        return await (await self._run(statement, parameters)).fetchone()

    async def execute(self, statement: Statement[Row], parameters: Parameters = NOTHING) -> int:
        """Tell how many rows were written."""
        return (await self._run(statement, parameters)).rowcount


class Transaction(Runner):
    """Statements that take effect together or not at all."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def _run(self, statement: Statement[Row], parameters: Parameters) -> AsyncCursor[Row]:
        return await run(self._link, statement, parameters)


class Database(Runner):
    """A PostgreSQL server, reached directly or through a pooler; each statement by itself is a transaction.

    `prepare` makes the server keep its plans: faster, and wrong behind a pooler in transaction mode.
    DatabaseUnavailable: no connection within `acquire_seconds`, or no answer within `statement_seconds`, be it
    to one statement or to a whole transaction.
    """

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 10,
        prepare: bool = False,
        acquire_seconds: float = 3,
        statement_seconds: float = 10,
    ) -> None:
        self._connections = Connections(
            conninfo(url),
            size=pool_size,
            prepare=prepare,
            acquire_seconds=acquire_seconds,
            statement_seconds=statement_seconds,
        )

    async def open(self, wake_seconds: float = 30) -> None:
        """Wait until the server answers; one that refuses for good (wrong password) is not asked twice."""
        await self._connections.open(wake_seconds)

    async def close(self) -> None:
        await self._connections.close()

    async def ping(self) -> None:
        """Raise DatabaseUnavailable unless the server answers."""
        await self.execute(PING)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Commit at the end of the block, or roll back if it raises."""
        link = await self._connections.acquire()
        try:
            async with link.connection.transaction():
                yield Transaction(link)
        except psycopg.Error as error:
            raise fault(link, error) from None
        finally:
            await self._connections.release(link)

    async def _run(self, statement: Statement[Row], parameters: Parameters) -> AsyncCursor[Row]:
        try:
            return await self._attempt(statement, parameters)
        except ConnectionLost:
            if not statement.reads:
                raise  # it may have been written
            return await self._attempt(statement, parameters)

    async def _attempt(self, statement: Statement[Row], parameters: Parameters) -> AsyncCursor[Row]:
        link = await self._connections.acquire()
        try:
            return await run(link, statement, parameters)
        finally:
            await self._connections.release(link)


async def run(link: Link, statement: Statement[Row], parameters: Parameters) -> AsyncCursor[Row]:
    cursor = AsyncCursor(link.connection, row_factory=statement.row_factory)
    try:
        return await cursor.execute(statement.text, statement.values(parameters))
    except (psycopg.Error, UnicodeEncodeError) as error:
        raise fault(link, error) from None


def fault(link: Link, error: psycopg.Error | UnicodeEncodeError) -> DatabaseError:
    """Translate the error, and see to it that no connection that may be broken is used again."""
    fault = translated(error, lost=link.connection.closed and not link.overdue)
    if isinstance(fault, DatabaseUnavailable):
        link.spoilt = True
    return fault
