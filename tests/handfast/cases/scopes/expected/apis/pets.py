"""Operations tagged `pets`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Pet
from ..support.problems import Refused


class PetsApi(ABC):
    """Operations tagged `pets`."""

    @abstractmethod
    async def list_pets(self) -> Pet:
        """GET /pets."""


class UnimplementedPets(PetsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def list_pets(self) -> Pet:
        raise Refused(501)
