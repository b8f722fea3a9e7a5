"""Operations tagged `default`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import A
from ..support.problems import Refused


class DefaultApi(ABC):
    """Operations tagged `default`."""

    @abstractmethod
    async def get_a(self) -> A:
        """GET /a."""


class UnimplementedDefault(DefaultApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_a(self) -> A:
        raise Refused(501)
