"""Routes of the operations tagged `things`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from ..apis.things import ThingsApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import integer, text
from ..support.responses import empty_response
from ..support.routing import ContractRouter

X_TRACE: Parameter[str | None] = Parameter("header", "X-Trace", text, Adapter(str))
IF_NONE_MATCH: Parameter[str | None] = Parameter("header", "If-None-Match", text, Adapter(str))
X_COUNT: Parameter[int] = Parameter(
    "header", "X-Count", integer, Adapter(Annotated[int, Field(ge=1)]), required=True
)
SESSION_ID: Parameter[str | None] = Parameter(
    "cookie", "session-id", text, Adapter(Annotated[str, Field(min_length=1)])
)
QUERY_X_TRACE: Parameter[str | None] = Parameter("query", "X-Trace", text, Adapter(str))
PUT_THINGS_X_TRACE: Parameter[str] = Parameter(
    "header", "X-Trace", text, Adapter(Annotated[str, Field(max_length=9)]), required=True
)


def things_router(api: ThingsApi) -> ContractRouter:
    """Things: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["things"])

    @router.operation("GET", "/things", operation_id="getThings", problems=())
    async def get_things(request: Request) -> Response:
        with Reading(request) as read:
            x_trace = read(X_TRACE)
            if_none_match = read(IF_NONE_MATCH)
            x_count = read(X_COUNT)
            session_id = read(SESSION_ID)
            query_x_trace = read(QUERY_X_TRACE)
        await api.get_things(
            x_trace=x_trace,
            if_none_match=if_none_match,
            x_count=x_count,
            session_id=session_id,
            query_x_trace=query_x_trace,
        )
        return empty_response(200)

    @router.operation("PUT", "/things", operation_id="putThings", problems=())
    async def put_things(request: Request) -> Response:
        with Reading(request) as read:
            x_trace = read(PUT_THINGS_X_TRACE)
        await api.put_things(x_trace=x_trace)
        return empty_response(200)

    return router
