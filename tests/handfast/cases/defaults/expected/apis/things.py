"""Operations tagged `things`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Colour, Thing
from ..support.problems import Refused


class ThingsApi(ABC):
    """Operations tagged `things`."""

    @abstractmethod
    async def make_thing(
        self,
        body: Thing,
        *,
        limit: int,
        ratio: float,
        on: bool,
        word: str,
        colour: Colour,
        named: int,
        x_mode: str,
        nothing: str | None,
    ) -> None:
        """POST /things."""


class UnimplementedThings(ThingsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def make_thing(
        self,
        body: Thing,
        *,
        limit: int,
        ratio: float,
        on: bool,
        word: str,
        colour: Colour,
        named: int,
        x_mode: str,
        nothing: str | None,
    ) -> None:
        raise Refused(501)
