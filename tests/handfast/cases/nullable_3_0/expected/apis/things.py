"""Operations tagged `things`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Literal

from ..schemas import Thing
from ..support.problems import Refused


class ThingsApi(ABC):
    """Operations tagged `things`."""

    @abstractmethod
    async def make_thing(
        self,
        body: Thing,
        *,
        word: str | None,
        size: int | None,
        mode: Literal["a", "b"] | None,
        since: datetime | None,
    ) -> Thing:
        """POST /things."""


class UnimplementedThings(ThingsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def make_thing(
        self,
        body: Thing,
        *,
        word: str | None,
        size: int | None,
        mode: Literal["a", "b"] | None,
        since: datetime | None,
    ) -> Thing:
        raise Refused(501)
