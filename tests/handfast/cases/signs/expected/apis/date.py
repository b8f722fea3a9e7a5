"""Operations tagged `date`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Reactions
from ..support.problems import Refused


class DateApi(ABC):
    """Operations tagged `date`."""

    @abstractmethod
    async def list_(self, *, n1: bool | None, list: list[str] | None) -> Reactions:
        """GET /reactions."""


class UnimplementedDate(DateApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def list_(self, *, n1: bool | None, list: list[str] | None) -> Reactions:
        raise Refused(501)
