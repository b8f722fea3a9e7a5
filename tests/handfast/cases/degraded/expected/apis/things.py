"""Operations tagged `things`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import AddThingBody, AddThingBodyWwwFormUrlencoded, Thing
from ..support.problems import Refused


class ThingsApi(ABC):
    """Operations tagged `things`."""

    @abstractmethod
    async def get_thing(
        self, id: str, *, limit: int | None, page: int, none: str | None, word: str | None, broken: str | None
    ) -> Thing:
        """GET /things/{id}."""

    @abstractmethod
    async def add_thing(self, id: str, body: AddThingBody | AddThingBodyWwwFormUrlencoded | None) -> None:
        """POST /things/{id}."""


class UnimplementedThings(ThingsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_thing(
        self, id: str, *, limit: int | None, page: int, none: str | None, word: str | None, broken: str | None
    ) -> Thing:
        raise Refused(501)

    async def add_thing(self, id: str, body: AddThingBody | AddThingBodyWwwFormUrlencoded | None) -> None:
        raise Refused(501)
