"""Operations tagged `pets`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import AddAlbumBody, AddPhotosBody, AddSaleBody, AddWalkBody, AddWalkLeash, Pet
from ..support.problems import Refused


class PetsApi(ABC):
    """Operations tagged `pets`."""

    @abstractmethod
    async def add_pet(self, body: Pet | str | bytes) -> None:
        """POST /pets."""

    @abstractmethod
    async def add_photos(self, body: AddPhotosBody | None) -> None:
        """PUT /photos."""

    @abstractmethod
    async def add_album(self, body: AddAlbumBody | None) -> None:
        """POST /albums."""

    @abstractmethod
    async def add_walk(
        self, body: AddWalkBody | None, *, days: list[int] | None, leash: AddWalkLeash | None
    ) -> None:
        """POST /walks."""

    @abstractmethod
    async def add_sale(self, body: AddSaleBody | None) -> None:
        """POST /sales."""


class UnimplementedPets(PetsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def add_pet(self, body: Pet | str | bytes) -> None:
        raise Refused(501)

    async def add_photos(self, body: AddPhotosBody | None) -> None:
        raise Refused(501)

    async def add_album(self, body: AddAlbumBody | None) -> None:
        raise Refused(501)

    async def add_walk(
        self, body: AddWalkBody | None, *, days: list[int] | None, leash: AddWalkLeash | None
    ) -> None:
        raise Refused(501)

    async def add_sale(self, body: AddSaleBody | None) -> None:
        raise Refused(501)
