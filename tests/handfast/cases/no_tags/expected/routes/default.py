"""Routes of the operations tagged `default`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.default import DefaultApi
from ..support.responses import empty_response
from ..support.routing import ContractRouter


def default_router(api: DefaultApi) -> ContractRouter:
    """Default: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["default"])

    @router.operation("GET", "/a", operation_id="getA", problems=())
    async def get_a(request: Request) -> Response:
        await api.get_a()
        return empty_response(204)

    @router.operation("GET", "/b", operation_id="getB", problems=())
    async def get_b(request: Request) -> Response:
        await api.get_b()
        return empty_response(204)

    return router
