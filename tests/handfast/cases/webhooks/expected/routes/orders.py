"""Routes of the operations tagged `orders`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.orders import OrdersApi
from ..support.adapters import Adapter
from ..support.bodies import json_body
from ..support.responses import empty_response
from ..support.routing import ContractRouter

ORDER_JSON: Adapter[schemas.Order] = Adapter(schemas.Order)


def orders_router(api: OrdersApi) -> ContractRouter:
    """Orders: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["orders"])

    @router.operation("POST", "/orders", operation_id="placeOrder", problems=())
    async def place_order(request: Request) -> Response:
        body = await json_body(request, ORDER_JSON, "application/json")
        await api.place_order(body)
        return empty_response(204)

    return router
