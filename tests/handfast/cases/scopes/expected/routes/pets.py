"""Routes of the operations tagged `pets`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.pets import PetsApi
from ..support.adapters import Adapter
from ..support.responses import json_response
from ..support.routing import ContractRouter

PET_JSON: Adapter[schemas.Pet] = Adapter(schemas.Pet)


def pets_router(api: PetsApi) -> ContractRouter:
    """Pets: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["pets"])

    @router.operation("GET", "/pets", operation_id="listPets", problems=())
    async def list_pets(request: Request) -> Response:
        result = await api.list_pets()
        return json_response(200, PET_JSON, result)

    return router
