"""Routes of the operations tagged `default`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.default import DefaultApi
from ..support.adapters import Adapter
from ..support.bodies import json_body
from ..support.responses import json_response
from ..support.routing import ContractRouter

USER_JSON: Adapter[schemas.User] = Adapter(schemas.User)
STAMP_JSON: Adapter[schemas.Stamp] = Adapter(schemas.Stamp)


def default_router(api: DefaultApi) -> ContractRouter:
    """Default: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["default"])

    @router.operation("POST", "/users", operation_id="addUser", problems=())
    async def add_user(request: Request) -> Response:
        body = await json_body(request, USER_JSON, "application/json")
        result = await api.add_user(body)
        return json_response(201, USER_JSON, result)

    @router.operation("GET", "/stamps", operation_id="getStamp", problems=())
    async def get_stamp(request: Request) -> Response:
        result = await api.get_stamp()
        return json_response(200, STAMP_JSON, result)

    return router
