"""Routes of the operations tagged `undeclared`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.undeclared import UndeclaredApi
from ..support.responses import empty_response
from ..support.routing import ContractRouter


def undeclared_router(api: UndeclaredApi) -> ContractRouter:
    """Undeclared: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["undeclared"])

    @router.operation("GET", "/c", operation_id="getC", problems=())
    async def get_c(request: Request) -> Response:
        await api.get_c()
        return empty_response(204)

    return router
