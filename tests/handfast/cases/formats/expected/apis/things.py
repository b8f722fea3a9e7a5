"""Operations tagged `things`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, datetime
from uuid import UUID

from pydantic import SecretStr

from ..schemas import Thing
from ..support.problems import Refused


class ThingsApi(ABC):
    """Operations tagged `things`."""

    @abstractmethod
    async def get_things(
        self,
        id: UUID,
        *,
        since: datetime | None,
        day: date,
        days: list[date] | None,
        secret: SecretStr | None,
        callback: str | None,
        other: str | None,
    ) -> Thing:
        """GET /things/{id}."""


class UnimplementedThings(ThingsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_things(
        self,
        id: UUID,
        *,
        since: datetime | None,
        day: date,
        days: list[date] | None,
        secret: SecretStr | None,
        callback: str | None,
        other: str | None,
    ) -> Thing:
        raise Refused(501)
