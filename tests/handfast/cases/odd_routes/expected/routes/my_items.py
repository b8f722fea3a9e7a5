"""Routes of the operations tagged `my items`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.my_items import MyItemsApi
from ..support.responses import empty_response
from ..support.routing import ContractRouter


def my_items_router(api: MyItemsApi) -> ContractRouter:
    """MyItems: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["my items"])

    @router.operation("GET", "/items/mine", operation_id="123", problems=())
    async def n123(request: Request) -> Response:
        await api.n123()
        return empty_response(204)

    return router
