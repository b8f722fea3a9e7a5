"""Operations tagged `open`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..support.problems import Refused


class OpenApi(ABC):
    """Operations tagged `open`."""

    @abstractmethod
    async def open(self) -> None:
        """GET /open."""


class UnimplementedOpen(OpenApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def open(self) -> None:
        raise Refused(501)
