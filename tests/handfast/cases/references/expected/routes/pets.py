"""Routes of the operations tagged `pets`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.pets import PetsApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import text
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter

ID: Parameter[str] = Parameter("path", "id", text, Adapter(str), required=True)
PET_JSON: Adapter[schemas.Pet] = Adapter(schemas.Pet)
OWNER_JSON: Adapter[schemas.Owner] = Adapter(schemas.Owner)


def pets_router(api: PetsApi) -> ContractRouter:
    """Pets: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["pets"])

    @router.operation("GET", "/pets/{id}", operation_id="getPet", problems=())
    async def get_pet(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        result = await api.get_pet(id)
        return json_response(200, PET_JSON, result)

    @router.operation("PUT", "/pets/{id}", operation_id="putPet", problems=())
    async def put_pet(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        body = await json_body(request, OWNER_JSON, "application/json")
        await api.put_pet(id, body)
        return empty_response(204)

    return router
