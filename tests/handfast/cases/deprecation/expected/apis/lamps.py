"""Operations tagged `lamps`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class ListLamps200:
    """200: Lamps."""

    content: list[str]
    etag: str


class LampsApi(ABC):
    """Operations tagged `lamps`."""

    @abstractmethod
    async def list_lamps(self, *, limit: int | None) -> ListLamps200:
        """GET /lamps: List lamps."""

    @abstractmethod
    async def add_lamp(self) -> None:
        """POST /lamps."""

    @abstractmethod
    async def replace_lamps(self) -> None:
        """PUT /lamps."""

    @abstractmethod
    async def list_candles(self) -> None:
        """GET /candles."""


class UnimplementedLamps(LampsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def list_lamps(self, *, limit: int | None) -> ListLamps200:
        raise Refused(501)

    async def add_lamp(self) -> None:
        raise Refused(501)

    async def replace_lamps(self) -> None:
        raise Refused(501)

    async def list_candles(self) -> None:
        raise Refused(501)
