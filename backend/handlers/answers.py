"""Answers as they are written: received and saved, whatever becomes of those who wait for them.

To the reasons of AssistantFailed come: stopped, deleted (the conversation), unsaved.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Protocol

from backend.assistant import MAX_CHARACTERS, AnswerCutOff, AssistantFailed
from backend.database_errors import DatabaseUnavailable
from backend.logs import get_logger
from backend.stores.outcomes import RowMissing
from generated.schemas import Message


class Save(Protocol):
    async def __call__(self, text: str, *, cut_off: bool) -> Message: ...


class Answering:
    """One answer, received and saved by a task of its own: a request that is cancelled does not take it along.

    It has one reader, who gets the pieces and then what ended them.
    """

    def __init__(self, pieces: AsyncGenerator[str, None], save: Save) -> None:
        self._pieces = pieces
        self._save = save
        self._received: list[str] = []
        self._length = 0
        self._read = 0
        self._end: Message | Exception | None = None
        self._news = asyncio.Event()
        self._receiving = True
        self.task = asyncio.create_task(self._run())
        self.task.add_done_callback(self._ended)

    async def begin(self, seconds: float) -> None:
        """Wait for the first piece, but not for longer; raise what came instead of one."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
        if isinstance(self._end, Exception) and not self._received:
            raise self._end

    async def read(self) -> str | Message:
        """Return the next piece, or at the end the message as it is saved; raise what else ended it."""
        while self._read == len(self._received):
            if isinstance(self._end, Exception):
                raise self._end
            if self._end is not None:
                return self._end
            self._news.clear()
            await self._news.wait()
        self._read += 1
        return self._received[self._read - 1]

    def stop(self) -> None:
        """Receive no more. What came is saved as cut off; what is being saved already goes on."""
        if self._receiving:
            self._receiving = False
            self.task.cancel()

    async def _run(self) -> None:
        cut_off, failure = await self._receive()
        self._receiving = False
        text = "".join(self._received)
        saved = None
        try:
            saved = await self._save(text, cut_off=cut_off) if text else None
        except RowMissing:
            failure = failure or AssistantFailed("deleted")
        except Exception as error:  # noqa: BLE001 - it is told at once: there may be no reader any more
            _tell(error)
            failure = failure or AssistantFailed("unsaved")
        self._end = failure or saved or AssistantFailed("empty")
        self._news.set()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if task.cancelled():  # before it had its first turn
            self._end = AssistantFailed("stopped")
            self._news.set()

    async def _receive(self) -> tuple[bool, Exception | None]:
        """Take in what comes; tell whether the answer ends before its end, and what failed."""
        try:
            async with aclosing(self._pieces) as pieces:
                async for piece in pieces:
                    self._take(piece)
        except AnswerCutOff:
            return True, None
        except asyncio.CancelledError:
            return True, AssistantFailed("stopped")
        except Exception as error:  # noqa: BLE001 - the reader raises it
            return True, error
        return False, None

    def _take(self, piece: str) -> None:
        fits = piece[: MAX_CHARACTERS - self._length]
        if fits:
            self._received.append(fits)
            self._length += len(fits)
            self._news.set()
        if len(fits) < len(piece):
            raise AnswerCutOff


def _tell(error: Exception) -> None:
    """Log why an answer is lost."""
    if isinstance(error, DatabaseUnavailable):
        get_logger().warning("an answer could not be saved", reason=str(error))
    else:
        get_logger().exception("an answer could not be saved")


class Answers:
    """The answers that are being written."""

    def __init__(self) -> None:
        self._running: set[Answering] = set()
        self._waiting: set[asyncio.Timeout] = set()
        self._stopped = False

    def begin(self, pieces: AsyncGenerator[str, None], save: Save) -> Answering:
        answering = Answering(pieces, save)
        self._running.add(answering)
        answering.task.add_done_callback(lambda _: self._running.discard(answering))
        if self._stopped:
            answering.stop()
        return answering

    @asynccontextmanager
    async def waiting(self) -> AsyncIterator[None]:
        """Around the wait for an answer that comes as a whole: it fails once they are stopped."""
        if self._stopped:
            raise AssistantFailed("stopped")
        limit = asyncio.timeout(None)
        try:
            async with limit:
                self._waiting.add(limit)
                try:
                    yield
                finally:
                    self._waiting.discard(limit)
        except TimeoutError:
            if limit.expired():
                raise AssistantFailed("stopped") from None
            raise

    def stop(self) -> None:
        """Stop them, and all that are yet to begin."""
        self._stopped = True
        for answering in self._running:
            answering.stop()
        while self._waiting:
            self._waiting.pop().reschedule(0)

    async def close(self) -> None:
        """Stop them, and wait until what came of them is saved."""
        self.stop()
        while self._running:
            await asyncio.wait([answering.task for answering in self._running])
