"""Routes of the operations tagged `doors`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.doors import DoorsApi
from ..security import Authenticate
from ..support.access import any_of, scoped
from ..support.responses import empty_response
from ..support.routing import ContractRouter


def doors_router(api: DoorsApi, authenticate: Authenticate) -> ContractRouter:
    """Doors: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["doors"])

    @router.operation("GET", "/basic", operation_id="basic", problems=())
    async def basic(request: Request) -> Response:
        caller = await authenticate.basic(request)
        await api.basic(caller)
        return empty_response(204)

    @router.operation("GET", "/digest", operation_id="digest", problems=())
    async def digest(request: Request) -> Response:
        caller = await authenticate.digest(request)
        await api.digest(caller)
        return empty_response(204)

    @router.operation("GET", "/hoba", operation_id="hoba", problems=())
    async def hoba(request: Request) -> Response:
        caller = await authenticate.hoba(request)
        await api.hoba(caller)
        return empty_response(204)

    @router.operation("GET", "/bearer", operation_id="bearer", problems=())
    async def bearer(request: Request) -> Response:
        caller = await authenticate.bearer(request)
        await api.bearer(caller)
        return empty_response(204)

    @router.operation("GET", "/identity", operation_id="identity", problems=())
    async def identity(request: Request) -> Response:
        caller = await authenticate.identity(request, ("openid", "email"))
        await api.identity(caller)
        return empty_response(204)

    @router.operation("GET", "/flows", operation_id="flows", problems=())
    async def flows(request: Request) -> Response:
        caller = await authenticate.flows(request, ("read",))
        await api.flows(caller)
        return empty_response(204)

    @router.operation("GET", "/certificate", operation_id="certificate", problems=())
    async def certificate(request: Request) -> Response:
        caller = await authenticate.certificate(request)
        await api.certificate(caller)
        return empty_response(204)

    @router.operation("GET", "/key", operation_id="key", problems=())
    async def key(request: Request) -> Response:
        caller = await authenticate.key(request)
        await api.key(caller)
        return empty_response(204)

    @router.operation("GET", "/either", operation_id="either", problems=())
    async def either(request: Request) -> Response:
        caller = await any_of(
            request,
            (
                authenticate.certificate,
                authenticate.basic,
            ),
            (scoped(authenticate.identity, ("email",)),),
            (
                scoped(authenticate.flows, ("read", "write")),
                authenticate.key,
            ),
        )
        await api.either(caller)
        return empty_response(204)

    return router
