"""Routes of the operations tagged `orders`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.orders import OrdersApi
from ..problems import Counting, Down, ShopClosed, SoldOut, TooMany
from ..support.responses import empty_response
from ..support.routing import ContractRouter


def orders_router(api: OrdersApi) -> ContractRouter:
    """Orders: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["orders"])

    @router.operation(
        "POST",
        "/orders",
        operation_id="addOrder",
        problems=(
            SoldOut,
            ShopClosed,
            Down,
            Counting,
        ),
    )
    async def add_order(request: Request) -> Response:
        await api.add_order()
        return empty_response(201)

    @router.operation(
        "GET",
        "/orders",
        operation_id="listOrders",
        problems=(
            TooMany,
            Down,
        ),
    )
    async def list_orders(request: Request) -> Response:
        await api.list_orders()
        return empty_response(204)

    @router.operation("DELETE", "/orders", operation_id="dropOrders", problems=(Counting,))
    async def drop_orders(request: Request) -> Response:
        await api.drop_orders()
        return empty_response(204)

    return router
