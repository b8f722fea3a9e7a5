"""Routes of the operations tagged `date`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.date import DateApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import array, boolean, text
from ..support.responses import json_response
from ..support.routing import ContractRouter

N1: Parameter[bool | None] = Parameter("query", "1", boolean, Adapter(bool))
LIST: Parameter[list[str] | None] = Parameter("query", "list", array(text), Adapter(list[str]))
REACTIONS_JSON: Adapter[schemas.Reactions] = Adapter(schemas.Reactions)


def date_router(api: DateApi) -> ContractRouter:
    """Date: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["date"])

    @router.operation("GET", "/reactions", operation_id="list", problems=())
    async def list_(request: Request) -> Response:
        with Reading(request) as read:
            n1 = read(N1)
            list = read(LIST)
        result = await api.list_(n1=n1, list=list)
        return json_response(200, REACTIONS_JSON, result)

    return router
