"""Operations tagged `feed`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass

from ..schemas import LineEvent
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the feed, as text."""

    event: LineEvent | None = None
    data: str | None = None
    id: str | None = None


class FeedApi(ABC):
    """Operations tagged `feed`."""

    @abstractmethod
    async def read_feed(self) -> AsyncIterator[Line]:
        """GET /feed."""


class UnimplementedFeed(FeedApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def read_feed(self) -> AsyncIterator[Line]:
        raise Refused(501)
