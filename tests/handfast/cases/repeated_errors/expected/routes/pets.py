"""Routes of the operations tagged `pets`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.pets import PetsApi
from ..problems import ClientError, GetPet409, NotFound, NotFound404, UnexpectedError, ValidationError
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import text
from ..support.responses import empty_response
from ..support.routing import ContractRouter

ID: Parameter[str] = Parameter("path", "id", text, Adapter(str), required=True)


def pets_router(api: PetsApi) -> ContractRouter:
    """Pets: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["pets"])

    @router.operation(
        "GET",
        "/pets/{id}",
        operation_id="getPet",
        problems=(
            NotFound,
            NotFound404,
            GetPet409,
            ClientError,
            ValidationError,
            UnexpectedError,
        ),
    )
    async def get_pet(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        await api.get_pet(id)
        return empty_response(204)

    @router.operation(
        "DELETE",
        "/pets/{id}",
        operation_id="deletePet",
        problems=(
            NotFound404,
            ClientError,
            ValidationError,
            UnexpectedError,
        ),
    )
    async def delete_pet(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        await api.delete_pet(id)
        return empty_response(204)

    return router
