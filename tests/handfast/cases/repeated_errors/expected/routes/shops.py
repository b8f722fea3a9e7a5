"""Routes of the operations tagged `shops`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.shops import ShopsApi
from ..problems import DeleteShop422, Gone, NotFound404
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

    @router.operation("GET", "/shops", operation_id="listShops", problems=(Gone,))
    async def list_shops(request: Request) -> Response:
        await api.list_shops()
        return empty_response(204)

    return router
