"""Routes of the operations tagged `things`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.things import ThingsApi
from ..problems import GetThing404
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import integer, text
from ..support.formats import matching
from ..support.responses import json_response
from ..support.routing import ContractRouter

ID: Parameter[str] = Parameter("path", "id", text, Adapter(str), required=True)
LIMIT: Parameter[int | None] = Parameter("query", "limit", integer, Adapter(int))
PAGE: Parameter[int] = Parameter("query", "page", integer, Adapter(int), default=1)
NONE: Parameter[str | None] = Parameter("query", "none", text, Adapter(str))
WORD: Parameter[str | None] = Parameter("query", "word", text, Adapter(Annotated[str, matching("^(?!a).+$")]))
BROKEN: Parameter[str | None] = Parameter("query", "broken", text, Adapter(str))
THING_JSON: Adapter[schemas.Thing] = Adapter(schemas.Thing)


def things_router(api: ThingsApi) -> ContractRouter:
    """Things: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["things"])

    @router.operation("GET", "/things/{id}", operation_id="getThing", problems=(GetThing404,))
    async def get_thing(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
            limit = read(LIMIT)
            page = read(PAGE)
            none = read(NONE)
            word = read(WORD)
            broken = read(BROKEN)
        result = await api.get_thing(id, limit=limit, page=page, none=none, word=word, broken=broken)
        return json_response(200, THING_JSON, result)

    return router
