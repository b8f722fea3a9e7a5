"""Operations tagged `my items`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..support.problems import Refused


class MyItemsApi(ABC):
    """Operations tagged `my items`."""

    @abstractmethod
    async def n123(self) -> None:
        """GET /items/mine."""


class UnimplementedMyItems(MyItemsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def n123(self) -> None:
        raise Refused(501)
