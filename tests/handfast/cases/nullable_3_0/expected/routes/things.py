"""Routes of the operations tagged `things`: parse, guard, call, respond."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.things import ThingsApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import integer, nullable, text
from ..support.formats import DateTimeText
from ..support.responses import json_response
from ..support.routing import ContractRouter

WORD: Parameter[str | None] = Parameter("query", "word", text, Adapter(str | None))
SIZE: Parameter[int | None] = Parameter(
    "query", "size", nullable(integer), Adapter(Annotated[int, Field(gt=0)] | None)
)
MODE: Parameter[Literal["a", "b"] | None] = Parameter(
    "query", "mode", nullable(text), Adapter(Literal["a", "b"] | None)
)
SINCE: Parameter[datetime | None] = Parameter("query", "since", nullable(text), Adapter(DateTimeText | None))
THING_JSON: Adapter[schemas.Thing] = Adapter(schemas.Thing)


def things_router(api: ThingsApi) -> ContractRouter:
    """Things: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["things"])

    @router.operation("POST", "/things", operation_id="makeThing", problems=())
    async def make_thing(request: Request) -> Response:
        with Reading(request) as read:
            word = read(WORD)
            size = read(SIZE)
            mode = read(MODE)
            since = read(SINCE)
        body = await json_body(request, THING_JSON, "application/json")
        result = await api.make_thing(body, word=word, size=size, mode=mode, since=since)
        return json_response(200, THING_JSON, result)

    return router
