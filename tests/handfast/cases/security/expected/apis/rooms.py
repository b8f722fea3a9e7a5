"""Operations tagged `rooms`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..security import Caller
from ..support.problems import Refused


class RoomsApi(ABC):
    """Operations tagged `rooms`."""

    @abstractmethod
    async def inherited(self, caller: Caller) -> None:
        """GET /inherited."""

    @abstractmethod
    async def either(self, caller: Caller) -> None:
        """GET /either."""

    @abstractmethod
    async def both(self, caller: Caller) -> None:
        """GET /both."""

    @abstractmethod
    async def mixed(self, caller: Caller) -> None:
        """GET /mixed."""

    @abstractmethod
    async def anonymous(self, caller: Caller | None) -> None:
        """GET /anonymous."""

    @abstractmethod
    async def owned(self, caller: Caller, user_id: str) -> None:
        """GET /users/{user_id}."""


class UnimplementedRooms(RoomsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def inherited(self, caller: Caller) -> None:
        raise Refused(501)

    async def either(self, caller: Caller) -> None:
        raise Refused(501)

    async def both(self, caller: Caller) -> None:
        raise Refused(501)

    async def mixed(self, caller: Caller) -> None:
        raise Refused(501)

    async def anonymous(self, caller: Caller | None) -> None:
        raise Refused(501)

    async def owned(self, caller: Caller, user_id: str) -> None:
        raise Refused(501)
