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

ZOO_JSON: Adapter[schemas.Zoo] = Adapter(schemas.Zoo)


def default_router(api: DefaultApi) -> ContractRouter:
    """Default: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["default"])

    @router.operation("POST", "/animals", operation_id="add_animal", problems=())
    async def add_animal(request: Request) -> Response:
        body = await json_body(request, ZOO_JSON, "application/json")
        result = await api.add_animal(body)
        return json_response(201, ZOO_JSON, result)

    return router
