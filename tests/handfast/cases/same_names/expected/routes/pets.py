"""Routes of the operations tagged `pets`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.pets import GetPet2202, GetPet2204, PetsApi
from ..problems import ErrorResponse, ErrorResponse409, GetPet2404
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import integer, text
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter

ID: Parameter[str] = Parameter("path", "id", text, Adapter(str), required=True)
ITEM_ID: Parameter[str | None] = Parameter("query", "item_id", text, Adapter(str))
QUERY_ITEM_ID: Parameter[str | None] = Parameter("query", "itemId", text, Adapter(str))
QUERY_ITEM_ID_2: Parameter[int | None] = Parameter("query", "item-id", integer, Adapter(int))
PET_JSON: Adapter[schemas.Pet] = Adapter(schemas.Pet)


def pets_router(api: PetsApi) -> ContractRouter:
    """Pets: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["pets"])

    @router.operation(
        "GET",
        "/pets/{id}",
        operation_id="getPet",
        problems=(
            ErrorResponse,
            ErrorResponse409,
        ),
    )
    async def get_pet(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        result = await api.get_pet(id)
        return json_response(200, PET_JSON, result)

    @router.operation("DELETE", "/pets/{id}", operation_id="get_pet", problems=(GetPet2404,))
    async def get_pet_2(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
            item_id = read(ITEM_ID)
            query_item_id = read(QUERY_ITEM_ID)
            query_item_id_2 = read(QUERY_ITEM_ID_2)
        result = await api.get_pet_2(
            id, item_id=item_id, query_item_id=query_item_id, query_item_id_2=query_item_id_2
        )
        match result:
            case GetPet2202():
                return empty_response(202, {"Location": result.location})
            case GetPet2204():
                return empty_response(204)

    return router
