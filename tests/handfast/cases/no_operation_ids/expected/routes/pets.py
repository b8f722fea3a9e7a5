"""Routes of the operations tagged `pets`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.pets import PetsApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import text
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter

PET_ID: Parameter[str] = Parameter("path", "pet-id", text, Adapter(str), required=True)
LIST_STR_JSON: Adapter[list[str]] = Adapter(list[str])


def pets_router(api: PetsApi) -> ContractRouter:
    """Pets: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["pets"])

    @router.operation("GET", "/pets", operation_id="get /pets", problems=())
    async def get_pets(request: Request) -> Response:
        result = await api.get_pets()
        return json_response(200, LIST_STR_JSON, result)

    @router.operation("POST", "/pets", operation_id="post /pets", problems=())
    async def post_pets(request: Request) -> Response:
        result = await api.post_pets()
        return empty_response(201, {"Location": result.location})

    @router.operation("DELETE", "/pets/{pet-id}", operation_id="delete /pets/{pet-id}", problems=())
    async def delete_pets_by_pet_id(request: Request) -> Response:
        with Reading(request) as read:
            pet_id = read(PET_ID)
        await api.delete_pets_by_pet_id(pet_id)
        return empty_response(204)

    @router.operation("DELETE", "/pets/pet-id", operation_id="delete /pets/pet-id", problems=())
    async def delete_pets_pet_id(request: Request) -> Response:
        await api.delete_pets_pet_id()
        return empty_response(204)

    @router.operation("GET", "/", operation_id="get /", problems=())
    async def get(request: Request) -> Response:
        await api.get()
        return empty_response(200)

    return router
