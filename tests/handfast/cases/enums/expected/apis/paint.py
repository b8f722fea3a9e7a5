"""Operations tagged `paint`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal

from ..schemas import Colour, Paint
from ..support.problems import Refused


class PaintApi(ABC):
    """Operations tagged `paint`."""

    @abstractmethod
    async def paint(
        self,
        colour: Colour,
        *,
        second: Colour | None,
        third: Colour | None,
        size: Literal[1, 2, 3] | None,
        fixed: Literal["always"] | None,
        many: list[Colour] | None,
        order: Literal["asc", "desc", "", "it's"] | None,
    ) -> Paint:
        """GET /paint/{colour}."""


class UnimplementedPaint(PaintApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def paint(
        self,
        colour: Colour,
        *,
        second: Colour | None,
        third: Colour | None,
        size: Literal[1, 2, 3] | None,
        fixed: Literal["always"] | None,
        many: list[Colour] | None,
        order: Literal["asc", "desc", "", "it's"] | None,
    ) -> Paint:
        raise Refused(501)
