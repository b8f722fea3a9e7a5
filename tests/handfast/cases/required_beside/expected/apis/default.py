"""Operations tagged `default`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Paper, Sheet
from ..support.problems import Refused


class DefaultApi(ABC):
    """Operations tagged `default`."""

    @abstractmethod
    async def add_paper(self, body: Paper) -> Paper:
        """POST /papers."""

    @abstractmethod
    async def add_sheet(self, body: Sheet) -> None:
        """POST /sheets."""


class UnimplementedDefault(DefaultApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def add_paper(self, body: Paper) -> Paper:
        raise Refused(501)

    async def add_sheet(self, body: Sheet) -> None:
        raise Refused(501)
