"""Operations tagged `pets`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..support.problems import Refused


class PetsApi(ABC):
    """Operations tagged `pets`."""

    @abstractmethod
    async def get_pet(self, id: str) -> None:
        """GET /pets/{id}."""

    @abstractmethod
    async def delete_pet(self, id: str) -> None:
        """DELETE /pets/{id}."""


class UnimplementedPets(PetsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_pet(self, id: str) -> None:
        raise Refused(501)

    async def delete_pet(self, id: str) -> None:
        raise Refused(501)
