"""The connections of a process to its database.

Why not psycopg's own pool: it costs a third of a short read, tries again with growing pauses until a server
is back, and keeps requests waiting for one that refuses at once. Here whoever needs a connection makes it, finds
a dead one before anything is sent on it, and is told within the given seconds that there is none.
"""

import asyncio
import select
import socket
from collections import deque

import psycopg
from psycopg.pq import TransactionStatus

from backend.database_errors import DatabaseUnavailable, is_lasting, translated

PAUSE = 0.1
"""Seconds between attempts to reach a server that has only just gone: most often it restarts."""


class Link:
    """One connection, and what tells whether it is fit for use."""

    __slots__ = ("_deadline", "_poll", "connection", "overdue", "spoilt")

    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        self.connection = connection
        self.spoilt = False
        self.overdue = False
        self._deadline: asyncio.TimerHandle | None = None
        self._poll = select.poll()
        self._poll.register(connection.fileno(), select.POLLIN)

    def lend(self, seconds: float) -> None:
        """Give the user so many seconds: a server that stays silent must not hold a request for ever."""
        self._deadline = asyncio.get_running_loop().call_later(seconds, self._cut)

    def take_back(self) -> None:
        if self._deadline:
            self._deadline.cancel()

    def is_idle(self) -> bool:
        """Tell whether the next statement may be sent: the last one is over, the connection sound."""
        return not self.spoilt and self.connection.pgconn.transaction_status == TransactionStatus.IDLE

    def has_news(self) -> bool:
        """Tell whether the server said something unasked: most often that it has closed the connection."""
        return bool(self._poll.poll(0))

    def _cut(self) -> None:
        # libpq then sees the end of the stream. Cancelling the statement would wait for the same silent server.
        self.overdue = True
        with socket.fromfd(self.connection.fileno(), socket.AF_UNSPEC, socket.SOCK_STREAM) as same:
            same.shutdown(socket.SHUT_RDWR)


class Connections:
    """At most `size` of them, each in autocommit mode; one that breaks is thrown away."""

    def __init__(
        self, conninfo: str, *, size: int, prepare: bool, acquire_seconds: float, statement_seconds: float
    ) -> None:
        self._conninfo = conninfo
        self._prepare = prepare
        self._acquire_seconds = acquire_seconds
        self._statement_seconds = statement_seconds
        self._slots = asyncio.Semaphore(size)
        self._idle: deque[Link] = deque()
        self._closed = False
        self._down = False

    async def open(self, seconds: float) -> None:
        """Make the first connection; a server that sleeps or starts is given so many seconds to wake."""
        await self._take_slot()
        try:
            link = await self._new_link(seconds)
        except BaseException:
            self._slots.release()
            raise
        await self.release(link)

    async def acquire(self) -> Link:
        """Give a connection that works, or raise DatabaseUnavailable within the given seconds."""
        await self._take_slot()
        try:
            link = await self._idle_link() or await self._new_link(self._acquire_seconds)
        except BaseException:
            self._slots.release()
            raise
        link.lend(self._statement_seconds)
        return link

    async def release(self, link: Link) -> None:
        link.take_back()
        self._slots.release()
        if link.is_idle() and not self._closed:
            self._idle.append(link)
        else:
            await link.connection.close()

    async def close(self) -> None:
        """End the connections: idle ones now, the others when they are released."""
        self._closed = True
        while self._idle:
            await self._idle.pop().connection.close()

    async def _take_slot(self) -> None:
        if self._closed:
            raise DatabaseUnavailable("the connections are closed")
        if not self._slots.locked():
            await self._slots.acquire()
            return
        try:
            async with asyncio.timeout(self._acquire_seconds):
                await self._slots.acquire()
        except TimeoutError:
            raise DatabaseUnavailable("all connections are in use") from None

    async def _idle_link(self) -> Link | None:
        while self._idle:
            link = self._idle.pop()
            if not link.has_news():
                return link
            await link.connection.close()
        return None

    async def _new_link(self, seconds: float) -> Link:
        """Try until the server is reached; one that is known to be down is tried once."""
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    link = await self._connect()
            except TimeoutError:
                self._down = True
                raise DatabaseUnavailable("the server does not answer") from None
            except psycopg.OperationalError as error:
                out_of_time = asyncio.get_running_loop().time() + PAUSE >= deadline
                if self._down or out_of_time or is_lasting(error):
                    self._down = True
                    raise translated(error, lost=False) from None
            else:
                self._down = False
                return link
            await asyncio.sleep(PAUSE)

    async def _connect(self) -> Link:
        threshold = 0 if self._prepare else None
        return Link(await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True, prepare_threshold=threshold))
