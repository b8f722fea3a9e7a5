"""Operations tagged `default`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from ..schemas import ListOrdersWhere, Order, Point, Tags
from ..support.problems import Refused


class DefaultApi(ABC):
    """Operations tagged `default`."""

    @abstractmethod
    async def list_orders(
        self, *, ids: list[int] | None, span: list[Any] | None, where: ListOrdersWhere | None
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


class UnimplementedDefault(DefaultApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def list_orders(
        self, *, ids: list[int] | None, span: list[Any] | None, where: ListOrdersWhere | None
    ) -> None:
        raise Refused(501)

    async def add_order(self, body: Order) -> None:
        raise Refused(501)

    async def replace_tags(self, body: Tags) -> None:
        raise Refused(501)

    async def replace_place(self, body: Point) -> None:
        raise Refused(501)
