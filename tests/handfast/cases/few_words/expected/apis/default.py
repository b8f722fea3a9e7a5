"""Operations tagged `default`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal

from ..schemas import Known, Photo, Thing
from ..support.problems import Refused


class DefaultApi(ABC):
    """Operations tagged `default`."""

    @abstractmethod
    async def find_things(
        self, *, style: Literal["", "plain"] | None, size: Literal["small"] | None, like: Known | None
    ) -> None:
        """GET /things."""

    @abstractmethod
    async def set_thing(self, body: Thing) -> None:
        """PUT /things."""

    @abstractmethod
    async def add_photo(self, body: Photo) -> None:
        """POST /photos."""


class UnimplementedDefault(DefaultApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def find_things(
        self, *, style: Literal["", "plain"] | None, size: Literal["small"] | None, like: Known | None
    ) -> None:
        raise Refused(501)

    async def set_thing(self, body: Thing) -> None:
        raise Refused(501)

    async def add_photo(self, body: Photo) -> None:
        raise Refused(501)
