"""Operations tagged `pets`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Literal

from ..schemas import AddPetBody, AddPetResponse
from ..support.problems import Refused


class PetsApi(ABC):
    """Operations tagged `pets`."""

    @abstractmethod
    async def add_pet(
        self,
        kind: Literal["cat", "dog"],
        body: AddPetBody,
        *,
        age: int | None,
        weight: float | None,
        either: int | None,
        anything: Any,
        word: str | None,
    ) -> AddPetResponse:
        """POST /pets/{kind}."""

    @abstractmethod
    async def set_numbers(self, kind: Literal["cat", "dog"], body: list[float]) -> int:
        """PUT /pets/{kind}."""

    @abstractmethod
    async def get_names(self, kind: Literal["cat", "dog"]) -> list[str] | None:
        """GET /pets/{kind}."""

    @abstractmethod
    async def whatever(self, kind: Literal["cat", "dog"], body: Any) -> Any:
        """DELETE /pets/{kind}."""

    @abstractmethod
    async def nothing(self, kind: Literal["cat", "dog"]) -> None:
        """HEAD /pets/{kind}."""


class UnimplementedPets(PetsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def add_pet(
        self,
        kind: Literal["cat", "dog"],
        body: AddPetBody,
        *,
        age: int | None,
        weight: float | None,
        either: int | None,
        anything: Any,
        word: str | None,
    ) -> AddPetResponse:
        raise Refused(501)

    async def set_numbers(self, kind: Literal["cat", "dog"], body: list[float]) -> int:
        raise Refused(501)

    async def get_names(self, kind: Literal["cat", "dog"]) -> list[str] | None:
        raise Refused(501)

    async def whatever(self, kind: Literal["cat", "dog"], body: Any) -> Any:
        raise Refused(501)

    async def nothing(self, kind: Literal["cat", "dog"]) -> None:
        raise Refused(501)
