"""Routes of the operations tagged `health`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.health import HealthApi
from ..support.responses import empty_response
from ..support.routing import ContractRouter


def health_router(api: HealthApi) -> ContractRouter:
    """Health: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["health"])

    @router.operation("GET", "/health", operation_id="getHealth", problems=())
    async def get_health(request: Request) -> Response:
        await api.get_health()
        return empty_response(204)

    return router
