"""Operations tagged `shops`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..support.problems import Refused


class ShopsApi(ABC):
    """Operations tagged `shops`."""

    @abstractmethod
    async def delete_shop(self, id: str) -> None:
        """DELETE /shops/{id}."""

    @abstractmethod
    async def list_shops(self) -> None:
        """GET /shops."""

    @abstractmethod
    async def delete_shops(self) -> None:
        """DELETE /shops."""

    @abstractmethod
    async def replace_shops(self) -> None:
        """PUT /shops."""

    @abstractmethod
    async def add_shops(self) -> None:
        """POST /shops."""


class UnimplementedShops(ShopsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def delete_shop(self, id: str) -> None:
        raise Refused(501)

    async def list_shops(self) -> None:
        raise Refused(501)

    async def delete_shops(self) -> None:
        raise Refused(501)

    async def replace_shops(self) -> None:
        raise Refused(501)

    async def add_shops(self) -> None:
        raise Refused(501)
