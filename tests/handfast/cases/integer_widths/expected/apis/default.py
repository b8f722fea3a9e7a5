"""Operations tagged `default`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal

from ..schemas import Counter
from ..support.problems import Refused


class DefaultApi(ABC):
    """Operations tagged `default`."""

    @abstractmethod
    async def set_counter(
        self, id: int, body: Counter, *, step: int | None, since: int | None, base: Literal[2, 10] | None
    ) -> None:
        """PUT /counters/{id}."""


class UnimplementedDefault(DefaultApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def set_counter(
        self, id: int, body: Counter, *, step: int | None, since: int | None, base: Literal[2, 10] | None
    ) -> None:
        raise Refused(501)
