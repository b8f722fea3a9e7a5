"""Routes of the operations tagged `default`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.default import DefaultApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import integer
from ..support.formats import Int64
from ..support.responses import empty_response
from ..support.routing import ContractRouter

ID: Parameter[int] = Parameter("path", "id", integer, Adapter(Int64), required=True)
STEP: Parameter[int | None] = Parameter(
    "query", "step", integer, Adapter(Annotated[int, Field(ge=1, le=2147483647)])
)
SINCE: Parameter[int | None] = Parameter("query", "since", integer, Adapter(int))
BASE: Parameter[Literal[2, 10] | None] = Parameter("query", "base", integer, Adapter(Literal[2, 10]))
COUNTER_JSON: Adapter[schemas.Counter] = Adapter(schemas.Counter)


def default_router(api: DefaultApi) -> ContractRouter:
    """Default: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["default"])

    @router.operation("PUT", "/counters/{id}", operation_id="setCounter", problems=())
    async def set_counter(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
            step = read(STEP)
            since = read(SINCE)
            base = read(BASE)
        body = await json_body(request, COUNTER_JSON, "application/json")
        await api.set_counter(id, body, step=step, since=since, base=base)
        return empty_response(204)

    return router
