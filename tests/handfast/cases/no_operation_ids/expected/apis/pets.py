"""Operations tagged `pets`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class PostPets201:
    """201: Made."""

    location: str | None = None


class PetsApi(ABC):
    """Operations tagged `pets`."""

    @abstractmethod
    async def get_pets(self) -> list[str]:
        """GET /pets."""

    @abstractmethod
    async def post_pets(self) -> PostPets201:
        """POST /pets."""

    @abstractmethod
    async def delete_pets_by_pet_id(self, pet_id: str) -> None:
        """DELETE /pets/{pet-id}."""

    @abstractmethod
    async def delete_pets_pet_id(self) -> None:
        """DELETE /pets/pet-id."""

    @abstractmethod
    async def get(self) -> None:
        """GET /."""


class UnimplementedPets(PetsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_pets(self) -> list[str]:
        raise Refused(501)

    async def post_pets(self) -> PostPets201:
        raise Refused(501)

    async def delete_pets_by_pet_id(self, pet_id: str) -> None:
        raise Refused(501)

    async def delete_pets_pet_id(self) -> None:
        raise Refused(501)

    async def get(self) -> None:
        raise Refused(501)
