"""Operations tagged `search`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Words
from ..support.problems import Refused


class SearchApi(ABC):
    """Operations tagged `search`."""

    @abstractmethod
    async def search(
        self, *, tag: list[str] | None, ids: list[int], flags: list[bool], shared: Words | None
    ) -> list[str]:
        """GET /search."""


class UnimplementedSearch(SearchApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def search(
        self, *, tag: list[str] | None, ids: list[int], flags: list[bool], shared: Words | None
    ) -> list[str]:
        raise Refused(501)
