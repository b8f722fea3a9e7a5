"""Operations tagged `things`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..support.problems import Refused


class ThingsApi(ABC):
    """Operations tagged `things`."""

    @abstractmethod
    async def get_things(
        self,
        *,
        x_trace: str | None,
        if_none_match: str | None,
        x_count: int,
        session_id: str | None,
        query_x_trace: str | None,
    ) -> None:
        """GET /things."""

    @abstractmethod
    async def put_things(self, *, x_trace: str) -> None:
        """PUT /things."""


class UnimplementedThings(ThingsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_things(
        self,
        *,
        x_trace: str | None,
        if_none_match: str | None,
        x_count: int,
        session_id: str | None,
        query_x_trace: str | None,
    ) -> None:
        raise Refused(501)

    async def put_things(self, *, x_trace: str) -> None:
        raise Refused(501)
