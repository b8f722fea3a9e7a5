"""Operations tagged `prices`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass

from ..schemas import Value, WatchPricesTick
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class WatchPricesTickEvent:
    """The event `tick`."""

    data: WatchPricesTick
    id: str | None = None


@dataclass(frozen=True, slots=True)
class WatchPricesClosedEvent:
    """The market is closed."""

    data: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class WatchPricesPricesEvent:
    """The event `prices`."""

    data: list[float]
    id: str | None = None


@dataclass(frozen=True, slots=True)
class WatchNoticesEvent:
    """A message of the stream."""

    event: str | None = None
    data: Value | None = None


class PricesApi(ABC):
    """Operations tagged `prices`."""

    @abstractmethod
    async def watch_prices(
        self,
    ) -> AsyncIterator[WatchPricesTickEvent | WatchPricesClosedEvent | WatchPricesPricesEvent]:
        """GET /prices."""

    @abstractmethod
    async def watch_values(self) -> AsyncIterator[Value]:
        """GET /values."""

    @abstractmethod
    async def watch_notices(self) -> AsyncIterator[WatchNoticesEvent]:
        """GET /notices."""


class UnimplementedPrices(PricesApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def watch_prices(
        self,
    ) -> AsyncIterator[WatchPricesTickEvent | WatchPricesClosedEvent | WatchPricesPricesEvent]:
        raise Refused(501)

    async def watch_values(self) -> AsyncIterator[Value]:
        raise Refused(501)

    async def watch_notices(self) -> AsyncIterator[WatchNoticesEvent]:
        raise Refused(501)
