"""Routes of the operations tagged `class`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.class_ import ClassApi
from ..support.adapters import Adapter
from ..support.responses import json_response
from ..support.routing import ContractRouter

SHADOWS_JSON: Adapter[schemas.Shadows] = Adapter(schemas.Shadows)


def class__router(api: ClassApi) -> ContractRouter:
    """Class: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["class"])

    @router.operation("GET", "/more", operation_id="list-all.things now", problems=())
    async def list_all_things_now(request: Request) -> Response:
        result = await api.list_all_things_now()
        return json_response(200, SHADOWS_JSON, result)

    return router
