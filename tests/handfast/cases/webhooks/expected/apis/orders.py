"""Operations tagged `orders`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Order
from ..support.problems import Refused


class OrdersApi(ABC):
    """Operations tagged `orders`."""

    @abstractmethod
    async def place_order(self, body: Order) -> None:
        """POST /orders."""


class UnimplementedOrders(OrdersApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def place_order(self, body: Order) -> None:
        raise Refused(501)
