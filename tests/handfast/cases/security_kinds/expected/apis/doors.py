"""Operations tagged `doors`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..security import Caller
from ..support.problems import Refused


class DoorsApi(ABC):
    """Operations tagged `doors`."""

    @abstractmethod
    async def basic(self, caller: Caller) -> None:
        """GET /basic."""

    @abstractmethod
    async def digest(self, caller: Caller) -> None:
        """GET /digest."""

    @abstractmethod
    async def hoba(self, caller: Caller) -> None:
        """GET /hoba."""

    @abstractmethod
    async def bearer(self, caller: Caller) -> None:
        """GET /bearer."""

    @abstractmethod
    async def identity(self, caller: Caller) -> None:
        """GET /identity."""

    @abstractmethod
    async def flows(self, caller: Caller) -> None:
        """GET /flows."""

    @abstractmethod
    async def certificate(self, caller: Caller) -> None:
        """GET /certificate."""

    @abstractmethod
    async def key(self, caller: Caller) -> None:
        """GET /key."""

    @abstractmethod
    async def either(self, caller: Caller) -> None:
        """GET /either."""


class UnimplementedDoors(DoorsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def basic(self, caller: Caller) -> None:
        raise Refused(501)

    async def digest(self, caller: Caller) -> None:
        raise Refused(501)

    async def hoba(self, caller: Caller) -> None:
        raise Refused(501)

    async def bearer(self, caller: Caller) -> None:
        raise Refused(501)

    async def identity(self, caller: Caller) -> None:
        raise Refused(501)

    async def flows(self, caller: Caller) -> None:
        raise Refused(501)

    async def certificate(self, caller: Caller) -> None:
        raise Refused(501)

    async def key(self, caller: Caller) -> None:
        raise Refused(501)

    async def either(self, caller: Caller) -> None:
        raise Refused(501)
