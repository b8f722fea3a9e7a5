"""Operations tagged `pets & co`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from ..schemas import NoneSchema, PetKind
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class Import200:
    """200: One line with '''quotes''' and a backslash \\"""

    content: NoneSchema
    x_rate_limit: int | None = None


class PetsCoApi(ABC):
    """Operations tagged `pets & co`."""

    @abstractmethod
    async def import_(
        self,
        class_: str,
        id: str,
        list_id: str,
        n2nd: str,
        body: PetKind,
        *,
        query_id: int | None,
        self_: str | None,
        caller_: str | None,
        body_: str | None,
        request_: str | None,
        filter_name: str | None,
        top: int | None,
        text: str | None,
        type: str | None,
    ) -> Import200:
        """POST /{class}/{id}/{list-id}/{2nd}.json: Ends with a "quote"."""


class UnimplementedPetsCo(PetsCoApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def import_(
        self,
        class_: str,
        id: str,
        list_id: str,
        n2nd: str,
        body: PetKind,
        *,
        query_id: int | None,
        self_: str | None,
        caller_: str | None,
        body_: str | None,
        request_: str | None,
        filter_name: str | None,
        top: int | None,
        text: str | None,
        type: str | None,
    ) -> Import200:
        raise Refused(501)
