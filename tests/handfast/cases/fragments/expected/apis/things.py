"""Operations tagged `things`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..support.problems import Refused


class ThingsApi(ABC):
    """Operations tagged `things`."""

    @abstractmethod
    async def add_thing(self) -> None:
        """POST /things."""

    @abstractmethod
    async def create_thing(self) -> None:
        """POST /things#create."""

    @abstractmethod
    async def copy_thing(self, id: int) -> None:
        """POST /things/{id}#copy."""


class UnimplementedThings(ThingsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def add_thing(self) -> None:
        raise Refused(501)

    async def create_thing(self) -> None:
        raise Refused(501)

    async def copy_thing(self, id: int) -> None:
        raise Refused(501)
