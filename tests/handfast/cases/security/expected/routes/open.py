"""Routes of the operations tagged `open`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.open import OpenApi
from ..support.responses import empty_response
from ..support.routing import ContractRouter


def open_router(api: OpenApi) -> ContractRouter:
    """Open: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["open"])

    @router.operation("GET", "/open", operation_id="open", problems=())
    async def open(request: Request) -> Response:
        await api.open()
        return empty_response(200)

    return router
