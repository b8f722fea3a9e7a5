"""Routes of the operations tagged `Pets`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.pets_2 import Pets2Api
from ..problems import GetPet3404
from ..support.responses import empty_response
from ..support.routing import ContractRouter


def pets_2_router(api: Pets2Api) -> ContractRouter:
    """Pets2: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["Pets"])

    @router.operation("GET", "/pets", operation_id="GetPet", problems=(GetPet3404,))
    async def get_pet_3(request: Request) -> Response:
        await api.get_pet_3()
        return empty_response(204)

    return router
