"""Operations tagged `pets`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from ..schemas import Pet
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class GetPet2202:
    """202: Later."""

    location: str | None = None


@dataclass(frozen=True, slots=True)
class GetPet2204:
    """204: Gone."""


class PetsApi(ABC):
    """Operations tagged `pets`."""

    @abstractmethod
    async def get_pet(self, id: str) -> Pet:
        """GET /pets/{id}."""

    @abstractmethod
    async def get_pet_2(
        self, id: str, *, item_id: str | None, query_item_id: str | None, query_item_id_2: int | None
    ) -> GetPet2202 | GetPet2204:
        """DELETE /pets/{id}."""


class UnimplementedPets(PetsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_pet(self, id: str) -> Pet:
        raise Refused(501)

    async def get_pet_2(
        self, id: str, *, item_id: str | None, query_item_id: str | None, query_item_id_2: int | None
    ) -> GetPet2202 | GetPet2204:
        raise Refused(501)
