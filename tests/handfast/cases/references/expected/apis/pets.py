"""Operations tagged `pets`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Owner, Pet
from ..support.problems import Refused


class PetsApi(ABC):
    """Operations tagged `pets`."""

    @abstractmethod
    async def get_pet(self, id: str) -> Pet:
        """GET /pets/{id}."""

    @abstractmethod
    async def put_pet(self, id: str, body: Owner) -> None:
        """PUT /pets/{id}."""


class UnimplementedPets(PetsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_pet(self, id: str) -> Pet:
        raise Refused(501)

    async def put_pet(self, id: str, body: Owner) -> None:
        raise Refused(501)
