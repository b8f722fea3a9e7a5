"""Operations tagged `lamps`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Lamps
from ..security import Caller
from ..support.problems import Refused


class LampsApi(ABC):
    """Operations tagged `lamps`."""

    @abstractmethod
    async def list_lamps(self, caller: Caller, user: str) -> Lamps:
        """GET /users/{user}/lamps."""

    @abstractmethod
    async def light_lamps(self, caller: Caller, user: str) -> None:
        """PUT /users/{user}/lamps."""


class UnimplementedLamps(LampsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def list_lamps(self, caller: Caller, user: str) -> Lamps:
        raise Refused(501)

    async def light_lamps(self, caller: Caller, user: str) -> None:
        raise Refused(501)
