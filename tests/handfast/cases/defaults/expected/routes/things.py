"""Routes of the operations tagged `things`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.things import ThingsApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import boolean, integer, number, text
from ..support.responses import empty_response
from ..support.routing import ContractRouter

LIMIT: Parameter[int] = Parameter("query", "limit", integer, Adapter(int), default=20)
RATIO: Parameter[float] = Parameter(
    "query", "ratio", number, Adapter(Annotated[float, Field(allow_inf_nan=False)]), default=1
)
ON: Parameter[bool] = Parameter("query", "on", boolean, Adapter(bool), default=False)
WORD: Parameter[str] = Parameter("query", "word", text, Adapter(str), default="it's")
COLOUR: Parameter[schemas.Colour] = Parameter(
    "query", "colour", text, Adapter(schemas.Colour), default=schemas.Colour("blue")
)
NAMED: Parameter[int] = Parameter("query", "named", integer, Adapter(Annotated[int, Field(ge=1)]), default=7)
X_MODE: Parameter[str] = Parameter("header", "X-Mode", text, Adapter(str), default="fast")
NOTHING: Parameter[str | None] = Parameter("query", "nothing", text, Adapter(str | None))
THING_JSON: Adapter[schemas.Thing] = Adapter(schemas.Thing)


def things_router(api: ThingsApi) -> ContractRouter:
    """Things: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["things"])

    @router.operation("POST", "/things", operation_id="makeThing", problems=())
    async def make_thing(request: Request) -> Response:
        with Reading(request) as read:
            limit = read(LIMIT)
            ratio = read(RATIO)
            on = read(ON)
            word = read(WORD)
            colour = read(COLOUR)
            named = read(NAMED)
            x_mode = read(X_MODE)
            nothing = read(NOTHING)
        body = await json_body(request, THING_JSON, "application/json")
        await api.make_thing(
            body,
            limit=limit,
            ratio=ratio,
            on=on,
            word=word,
            colour=colour,
            named=named,
            x_mode=x_mode,
            nothing=nothing,
        )
        return empty_response(204)

    return router
