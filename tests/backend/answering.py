"""Scripted answers, and those who save and read them."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

from backend.handlers.answers import Answering
from generated.schemas import Message, Role


class Saved:
    """Keeps what is saved; a save takes until `goes_on` is set, and fails if there is a `fault`."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.messages: list[tuple[str, bool]] = []
        self.began = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self._fault = fault

    async def __call__(self, text: str, *, cut_off: bool) -> Message:
        self.began.set()
        await self.goes_on.wait()
        if self._fault:
            raise self._fault
        self.messages.append((text, cut_off))
        now = datetime.now(UTC)
        return Message(id="id", role=Role.assistant, content=text, cut_off=cut_off, created_at=now)


class Script:
    """Gives pieces and raises errors; None waits for ever, and `closed` tells that it was closed."""

    def __init__(self, *steps: str | Exception | None) -> None:
        self._steps = steps
        self.closed = asyncio.Event()
        self.waits = asyncio.Event()

    async def pieces(self) -> AsyncGenerator[str, None]:
        try:
            for step in self._steps:
                if step is None:
                    self.waits.set()
                    await asyncio.Event().wait()
                elif isinstance(step, str):
                    yield step
                else:
                    raise step
        finally:
            self.closed.set()


async def read_all(answering: Answering) -> list[str | bool | type[Exception]]:
    """Return the pieces, and then whether the message was cut off, or what was raised."""
    news: list[str | bool | type[Exception]] = []
    while True:
        try:
            item = await answering.read()
        except Exception as error:  # noqa: BLE001 - it is what is tested
            return [*news, type(error)]
        if isinstance(item, Message):
            return [*news, item.cut_off]
        news.append(item)
