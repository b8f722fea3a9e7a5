"""Operations tagged `class`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import AnySchema, Request, ShopV1Order
from ..support.problems import Refused


class ClassApi(ABC):
    """Operations tagged `class`."""

    @abstractmethod
    async def json_response(
        self, schemas_: str, body: Request, *, query_schemas_: str | None, read_: str | None
    ) -> AnySchema:
        """POST /things/{schemas}."""

    @abstractmethod
    async def import_(self) -> ShopV1Order:
        """GET /import."""


class UnimplementedClass(ClassApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def json_response(
        self, schemas_: str, body: Request, *, query_schemas_: str | None, read_: str | None
    ) -> AnySchema:
        raise Refused(501)

    async def import_(self) -> ShopV1Order:
        raise Refused(501)
