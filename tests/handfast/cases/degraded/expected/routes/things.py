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
from ..support.bodies import has_body, is_sent
from ..support.decoders import fields, integer, text
from ..support.formats import matching
from ..support.forms import form_body, upload
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter

ID: Parameter[str] = Parameter("path", "id", text, Adapter(str), required=True)
LIMIT: Parameter[int | None] = Parameter("query", "limit", integer, Adapter(int))
PAGE: Parameter[int] = Parameter("query", "page", integer, Adapter(int), default=1)
NONE: Parameter[str | None] = Parameter("query", "none", text, Adapter(str))
WORD: Parameter[str | None] = Parameter("query", "word", text, Adapter(Annotated[str, matching("^(?!a).+$")]))
BROKEN: Parameter[str | None] = Parameter("query", "broken", text, Adapter(str))
THING_JSON: Adapter[schemas.Thing] = Adapter(schemas.Thing)
ADD_THING_BODY_JSON: Adapter[schemas.AddThingBody] = Adapter(schemas.AddThingBody)
ADD_THING_BODY_WWW_FORM_URLENCODED_JSON: Adapter[schemas.AddThingBodyWwwFormUrlencoded] = Adapter(
    schemas.AddThingBodyWwwFormUrlencoded
)
ADD_THING_FORM = fields({"file": upload}, text)
ADD_THING_FORM_2 = fields({"file": text}, text)


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

    @router.operation("POST", "/things/{id}", operation_id="addThing", problems=())
    async def add_thing(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        body: schemas.AddThingBody | schemas.AddThingBodyWwwFormUrlencoded | None
        if not await has_body(request):
            body = None
        elif is_sent(request, "multipart/form-data"):
            body = await form_body(request, ADD_THING_FORM, ADD_THING_BODY_JSON, "multipart/form-data")
        else:
            body = await form_body(
                request,
                ADD_THING_FORM_2,
                ADD_THING_BODY_WWW_FORM_URLENCODED_JSON,
                "application/x-www-form-urlencoded",
            )
        await api.add_thing(id, body)
        return empty_response(204)

    return router
