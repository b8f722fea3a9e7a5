"""Routes of the operations tagged `shops`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.shops import ShopsApi
from ..problems import (
    DeleteShop422,
    Gone,
    NotFound404,
    NotFoundError,
    ServiceUnavailable,
    ServiceUnavailable503,
)
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import text
from ..support.responses import empty_response
from ..support.routing import ContractRouter

ID: Parameter[str] = Parameter("path", "id", text, Adapter(str), required=True)


def shops_router(api: ShopsApi) -> ContractRouter:
    """Shops: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["shops"])

    @router.operation(
        "DELETE",
        "/shops/{id}",
        operation_id="deleteShop",
        problems=(
            NotFound404,
            Gone,
            DeleteShop422,
        ),
    )
    async def delete_shop(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        await api.delete_shop(id)
        return empty_response(204)

    @router.operation(
        "GET",
        "/shops",
        operation_id="listShops",
        problems=(
            Gone,
            ServiceUnavailable,
        ),
    )
    async def list_shops(request: Request) -> Response:
        await api.list_shops()
        return empty_response(204)

    @router.operation(
        "DELETE",
        "/shops",
        operation_id="deleteShops",
        problems=(
            NotFoundError,
            ServiceUnavailable,
        ),
    )
    async def delete_shops(request: Request) -> Response:
        await api.delete_shops()
        return empty_response(204)

    @router.operation(
        "PUT",
        "/shops",
        operation_id="replaceShops",
        problems=(
            NotFoundError,
            ServiceUnavailable503,
        ),
    )
    async def replace_shops(request: Request) -> Response:
        await api.replace_shops()
        return empty_response(204)

    @router.operation("POST", "/shops", operation_id="addShops", problems=(ServiceUnavailable503,))
    async def add_shops(request: Request) -> Response:
        await api.add_shops()
        return empty_response(204)

    return router
