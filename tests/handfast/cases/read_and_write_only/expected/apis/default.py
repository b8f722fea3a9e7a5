"""Operations tagged `default`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Stamp, User
from ..support.problems import Refused


class DefaultApi(ABC):
    """Operations tagged `default`."""

    @abstractmethod
    async def add_user(self, body: User) -> User:
        """POST /users."""

    @abstractmethod
    async def get_stamp(self) -> Stamp:
        """GET /stamps."""


class UnimplementedDefault(DefaultApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def add_user(self, body: User) -> User:
        raise Refused(501)

    async def get_stamp(self) -> Stamp:
        raise Refused(501)
