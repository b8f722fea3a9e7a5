"""Operations tagged `class`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Shadows
from ..support.problems import Refused


class ClassApi(ABC):
    """Operations tagged `class`."""

    @abstractmethod
    async def list_all_things_now(self) -> Shadows:
        """GET /more."""


class UnimplementedClass(ClassApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def list_all_things_now(self) -> Shadows:
        raise Refused(501)
