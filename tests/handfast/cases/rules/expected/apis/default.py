"""Operations tagged `default`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal

from ..schemas import ListOrdersWhere, Order, Point, Tags
from ..support.problems import Refused


class DefaultApi(ABC):
    """Operations tagged `default`."""

    @abstractmethod
    async def list_orders(
        self, *, ids: list[int] | None, span: list[int | str] | None, where: ListOrdersWhere | None
    ) -> None:
        """GET /orders."""

    @abstractmethod
    async def add_order(self, body: Order) -> None:
        """POST /orders."""

    @abstractmethod
    async def replace_tags(self, body: Tags) -> None:
        """PUT /orders."""

    @abstractmethod
    async def replace_place(self, body: Point) -> None:
        """PUT /places."""

    @abstractmethod
    async def call_place(self, body: list[Literal["v1"] | int | bool]) -> None:
        """POST /places."""


class UnimplementedDefault(DefaultApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def list_orders(
        self, *, ids: list[int] | None, span: list[int | str] | None, where: ListOrdersWhere | None
    ) -> None:
        raise Refused(501)

    async def add_order(self, body: Order) -> None:
        raise Refused(501)

    async def replace_tags(self, body: Tags) -> None:
        raise Refused(501)

    async def replace_place(self, body: Point) -> None:
        raise Refused(501)

    async def call_place(self, body: list[Literal["v1"] | int | bool]) -> None:
        raise Refused(501)
