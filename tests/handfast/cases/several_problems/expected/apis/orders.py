"""Operations tagged `orders`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..support.problems import Refused


class OrdersApi(ABC):
    """Operations tagged `orders`."""

    @abstractmethod
    async def add_order(self) -> None:
        """POST /orders."""

    @abstractmethod
    async def list_orders(self) -> None:
        """GET /orders."""

    @abstractmethod
    async def drop_orders(self) -> None:
        """DELETE /orders."""


class UnimplementedOrders(OrdersApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def add_order(self) -> None:
        raise Refused(501)

    async def list_orders(self) -> None:
        raise Refused(501)

    async def drop_orders(self) -> None:
        raise Refused(501)
