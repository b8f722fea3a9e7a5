"""Routes of the operations tagged `pets`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.pets import PetsApi
from ..support.adapters import Adapter
from ..support.bodies import json_body
from ..support.responses import json_response
from ..support.routing import ContractRouter

PATCH_JSON: Adapter[schemas.Patch] = Adapter(schemas.Patch)


def pets_router(api: PetsApi) -> ContractRouter:
    """Pets: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["pets"])

    @router.operation("PATCH", "/pet", operation_id="patchPet", problems=())
    async def patch_pet(request: Request) -> Response:
        body = await json_body(request, PATCH_JSON, "application/merge-patch+json", "application/json")
        result = await api.patch_pet(body)
        return json_response(200, PATCH_JSON, result, media_type="application/vnd.pet+json; version=1")

    return router
