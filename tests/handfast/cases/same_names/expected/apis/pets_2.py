"""Operations tagged `Pets`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..support.problems import Refused


class Pets2Api(ABC):
    """Operations tagged `Pets`."""

    @abstractmethod
    async def get_pet_3(self) -> None:
        """GET /pets."""


class UnimplementedPets2(Pets2Api):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_pet_3(self) -> None:
        raise Refused(501)
