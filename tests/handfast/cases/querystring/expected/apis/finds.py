"""Operations tagged `finds`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Asked, FindEitherAskedOption2
from ..support.problems import Refused


class FindsApi(ABC):
    """Operations tagged `finds`."""

    @abstractmethod
    async def find_words(self, *, asked: Asked) -> None:
        """GET /words."""

    @abstractmethod
    async def find_things(self, *, asked: Asked | None) -> None:
        """GET /things."""

    @abstractmethod
    async def find_texts(self, *, asked: str | None) -> None:
        """GET /texts."""

    @abstractmethod
    async def find_either(self, *, asked: Asked | FindEitherAskedOption2 | None) -> None:
        """GET /either."""


class UnimplementedFinds(FindsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def find_words(self, *, asked: Asked) -> None:
        raise Refused(501)

    async def find_things(self, *, asked: Asked | None) -> None:
        raise Refused(501)

    async def find_texts(self, *, asked: str | None) -> None:
        raise Refused(501)

    async def find_either(self, *, asked: Asked | FindEitherAskedOption2 | None) -> None:
        raise Refused(501)
