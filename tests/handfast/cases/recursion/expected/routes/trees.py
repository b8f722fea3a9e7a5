"""Routes of the operations tagged `trees`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.trees import TreesApi
from ..support.adapters import Adapter
from ..support.bodies import json_body
from ..support.responses import json_response
from ..support.routing import ContractRouter

FOLDER_JSON: Adapter[schemas.Folder] = Adapter(schemas.Folder)
ALL_JSON: Adapter[schemas.All] = Adapter(schemas.All)


def trees_router(api: TreesApi) -> ContractRouter:
    """Trees: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["trees"])

    @router.operation("POST", "/trees", operation_id="addTree", problems=())
    async def add_tree(request: Request) -> Response:
        body = await json_body(request, FOLDER_JSON, "application/json")
        result = await api.add_tree(body)
        return json_response(200, ALL_JSON, result)

    return router
