"""Operations tagged `A tag that somebody took for the place to explain at length what all of its operations are for`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from uuid import UUID

from ..schemas import Thing
from ..support.problems import Refused


class ATagThatSomebodyTookForThePlaceToExplainAtLengthApi(ABC):
    """Operations tagged `A tag that somebody took for the place to explain at length what all of its operations
    are for`. With a bell , a page and a quote\"
    """

    @abstractmethod
    async def list_things(self, *, uuid: UUID | None, limit: float | None) -> Thing:
        """GET /things: A in it, and ''' and \\."""


class UnimplementedATagThatSomebodyTookForThePlaceToExplainAtLength(
    ATagThatSomebodyTookForThePlaceToExplainAtLengthApi
):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def list_things(self, *, uuid: UUID | None, limit: float | None) -> Thing:
        raise Refused(501)
