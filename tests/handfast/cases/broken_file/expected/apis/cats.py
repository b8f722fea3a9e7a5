"""Operations tagged `cats`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Kennel
from ..support.problems import Refused


class CatsApi(ABC):
    """Operations tagged `cats`."""

    @abstractmethod
    async def list_cats(self) -> list[Kennel]:
        """GET /cats."""


class UnimplementedCats(CatsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def list_cats(self) -> list[Kennel]:
        raise Refused(501)
