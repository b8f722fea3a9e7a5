"""Operations tagged `default`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from ..schemas import ChangeReleaseBody, DrawMapBodyOption1, DrawMapBodyOption2, Labels, RenewTokenBody, Shelf
from ..support.problems import Refused


class DefaultApi(ABC):
    """Operations tagged `default`."""

    @abstractmethod
    async def set_labels(self, body: Labels) -> Shelf:
        """POST /labels."""

    @abstractmethod
    async def renew_token(self, body: RenewTokenBody) -> Any:
        """POST /token."""

    @abstractmethod
    async def draw_map(self, body: DrawMapBodyOption1 | DrawMapBodyOption2) -> None:
        """PUT /map."""

    @abstractmethod
    async def change_release(self, body: ChangeReleaseBody, *, only: Any) -> None:
        """PATCH /release."""


class UnimplementedDefault(DefaultApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def set_labels(self, body: Labels) -> Shelf:
        raise Refused(501)

    async def renew_token(self, body: RenewTokenBody) -> Any:
        raise Refused(501)

    async def draw_map(self, body: DrawMapBodyOption1 | DrawMapBodyOption2) -> None:
        raise Refused(501)

    async def change_release(self, body: ChangeReleaseBody, *, only: Any) -> None:
        raise Refused(501)
