"""Routes of the operations tagged `rooms`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.rooms import RoomsApi
from ..security import Authenticate
from ..support.access import any_of, any_of_or_nobody, require_owner, scoped
from ..support.responses import empty_response
from ..support.routing import ContractRouter


def rooms_router(api: RoomsApi, authenticate: Authenticate) -> ContractRouter:
    """Rooms: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["rooms"])

    @router.operation("GET", "/inherited", operation_id="inherited", problems=())
    async def inherited(request: Request) -> Response:
        caller = await authenticate.token(request)
        await api.inherited(caller)
        return empty_response(200)

    @router.operation("GET", "/either", operation_id="either", problems=())
    async def either(request: Request) -> Response:
        caller = await any_of(request, (authenticate.token,), (authenticate.api_key,))
        await api.either(caller)
        return empty_response(200)

    @router.operation("GET", "/both", operation_id="both", problems=())
    async def both(request: Request) -> Response:
        caller = await any_of(
            request,
            (
                scoped(authenticate.token, ("read",)),
                authenticate.api_key,
            ),
        )
        await api.both(caller)
        return empty_response(200)

    @router.operation("GET", "/mixed", operation_id="mixed", problems=())
    async def mixed(request: Request) -> Response:
        caller = await any_of(
            request,
            (
                authenticate.token,
                authenticate.api_key,
            ),
            (authenticate.session,),
        )
        await api.mixed(caller)
        return empty_response(200)

    @router.operation("GET", "/anonymous", operation_id="anonymous", problems=())
    async def anonymous(request: Request) -> Response:
        caller = await any_of_or_nobody(request, [("header", "Authorization")], (authenticate.token,))
        await api.anonymous(caller)
        return empty_response(200)

    @router.operation("GET", "/users/{user_id}", operation_id="owned", problems=())
    async def owned(request: Request) -> Response:
        caller = await any_of(request, (authenticate.token,), (authenticate.session,))
        user_id = require_owner(request, "user_id", caller.id)
        await api.owned(caller, user_id)
        return empty_response(200)

    return router
