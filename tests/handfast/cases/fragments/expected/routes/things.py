"""Routes of the operations tagged `things`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.things import ThingsApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import integer
from ..support.responses import empty_response
from ..support.routing import ContractRouter

ID: Parameter[int] = Parameter("path", "id", integer, Adapter(int), required=True)


def things_router(api: ThingsApi) -> ContractRouter:
    """Things: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["things"])

    @router.operation("POST", "/things", operation_id="addThing", problems=())
    async def add_thing(request: Request) -> Response:
        await api.add_thing()
        return empty_response(204)

    @router.operation("POST", "/things#create", operation_id="createThing", problems=())
    async def create_thing(request: Request) -> Response:
        await api.create_thing()
        return empty_response(204)

    @router.operation("POST", "/things/{id}#copy", operation_id="copyThing", problems=())
    async def copy_thing(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        await api.copy_thing(id)
        return empty_response(204)

    return router
