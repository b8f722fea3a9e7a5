"""Routes of the operations tagged `lamps`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.lamps import LampsApi
from ..problems import Nobody
from ..security import Authenticate
from ..support.access import require_owner
from ..support.adapters import Adapter
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter

LAMPS_JSON: Adapter[schemas.Lamps] = Adapter(schemas.Lamps)


def lamps_router(api: LampsApi, authenticate: Authenticate) -> ContractRouter:
    """Lamps: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["lamps"])

    @router.operation("GET", "/users/{user}/lamps", operation_id="listLamps", problems=(Nobody,))
    async def list_lamps(request: Request) -> Response:
        caller = await authenticate.token(request)
        user = require_owner(request, "user", caller.id)
        result = await api.list_lamps(caller, user)
        return json_response(200, LAMPS_JSON, result)

    @router.operation("PUT", "/users/{user}/lamps", operation_id="lightLamps", problems=())
    async def light_lamps(request: Request) -> Response:
        caller = await authenticate.token(request)
        user = require_owner(request, "user", caller.id)
        await api.light_lamps(caller, user)
        return empty_response(204)

    return router
