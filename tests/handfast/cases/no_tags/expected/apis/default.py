"""Operations tagged `default`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..support.problems import Refused


class DefaultApi(ABC):
    """Operations tagged `default`."""

    @abstractmethod
    async def get_a(self) -> None:
        """GET /a."""

    @abstractmethod
    async def get_b(self) -> None:
        """GET /b."""


class UnimplementedDefault(DefaultApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_a(self) -> None:
        raise Refused(501)

    async def get_b(self) -> None:
        raise Refused(501)
