"""Routes of the operations tagged `cats`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.cats import CatsApi
from ..support.adapters import Adapter
from ..support.responses import json_response
from ..support.routing import ContractRouter

LIST_KENNEL_JSON: Adapter[list[schemas.Kennel]] = Adapter(list[schemas.Kennel])


def cats_router(api: CatsApi) -> ContractRouter:
    """Cats: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["cats"])

    @router.operation("GET", "/cats", operation_id="listCats", problems=())
    async def list_cats(request: Request) -> Response:
        result = await api.list_cats()
        return json_response(200, LIST_KENNEL_JSON, result)

    return router
