"""Operations tagged `undeclared`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..support.problems import Refused


class UndeclaredApi(ABC):
    """Operations tagged `undeclared`."""

    @abstractmethod
    async def get_c(self) -> None:
        """GET /c."""


class UnimplementedUndeclared(UndeclaredApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_c(self) -> None:
        raise Refused(501)
