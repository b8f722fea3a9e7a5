"""Operations tagged `health`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..support.problems import Refused


class HealthApi(ABC):
    """Operations tagged `health`."""

    @abstractmethod
    async def get_health(self) -> None:
        """GET /health."""


class UnimplementedHealth(HealthApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_health(self) -> None:
        raise Refused(501)
