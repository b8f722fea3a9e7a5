"""Operations tagged `default`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Zoo
from ..support.problems import Refused


class DefaultApi(ABC):
    """Operations tagged `default`."""

    @abstractmethod
    async def add_animal(self, body: Zoo) -> Zoo:
        """POST /animals."""


class UnimplementedDefault(DefaultApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def add_animal(self, body: Zoo) -> Zoo:
        raise Refused(501)
