"""Routes of the operations tagged `pets`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.pets import PetsApi
from ..problems import Gone
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import integer
from ..support.responses import json_response
from ..support.routing import ContractRouter

PET_ID: Parameter[int] = Parameter(
    "path", "pet_id", integer, Adapter(Annotated[int, Field(ge=1)]), required=True
)
LIST_PET_JSON: Adapter[list[schemas.Pet]] = Adapter(list[schemas.Pet])
PET_JSON: Adapter[schemas.Pet] = Adapter(schemas.Pet)


def pets_router(api: PetsApi) -> ContractRouter:
    """Pets: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["pets"])

    @router.operation("GET", "/pets", operation_id="listPets", problems=(Gone,))
    async def list_pets(request: Request) -> Response:
        result = await api.list_pets()
        return json_response(200, LIST_PET_JSON, result)

    @router.operation("PUT", "/pets/{pet_id}", operation_id="keepPet", problems=(Gone,))
    async def keep_pet(request: Request) -> Response:
        with Reading(request) as read:
            pet_id = read(PET_ID)
        body = await json_body(request, PET_JSON, "application/json")
        result = await api.keep_pet(pet_id, body)
        return json_response(200, PET_JSON, result)

    return router
