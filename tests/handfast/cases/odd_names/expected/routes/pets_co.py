"""Routes of the operations tagged `pets & co`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.pets_co import PetsCoApi
from ..problems import NotFound
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import integer, text
from ..support.responses import json_response
from ..support.routing import ContractRouter

CLASS: Parameter[str] = Parameter("path", "class", text, Adapter(str), required=True)
ID: Parameter[str] = Parameter("path", "id", text, Adapter(str), required=True)
LIST_ID: Parameter[str] = Parameter("path", "list-id", text, Adapter(str), required=True)
N2ND: Parameter[str] = Parameter("path", "2nd", text, Adapter(str), required=True)
QUERY_ID: Parameter[int | None] = Parameter("query", "id", integer, Adapter(int))
SELF: Parameter[str | None] = Parameter("query", "self", text, Adapter(str))
CALLER: Parameter[str | None] = Parameter("query", "caller", text, Adapter(str))
BODY: Parameter[str | None] = Parameter("query", "body", text, Adapter(str))
REQUEST: Parameter[str | None] = Parameter("query", "request", text, Adapter(str))
FILTER_NAME: Parameter[str | None] = Parameter("query", "filter[name]", text, Adapter(str))
TOP: Parameter[int | None] = Parameter("query", "$top", integer, Adapter(int))
TEXT: Parameter[str | None] = Parameter("query", "text", text, Adapter(str))
TYPE: Parameter[str | None] = Parameter("query", "type", text, Adapter(str))
PET_KIND_JSON: Adapter[schemas.PetKind] = Adapter(schemas.PetKind)
NONE_SCHEMA_JSON: Adapter[schemas.NoneSchema] = Adapter(schemas.NoneSchema)


def pets_co_router(api: PetsCoApi) -> ContractRouter:
    """PetsCo: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["pets & co"])

    @router.operation(
        "POST", "/{class}/{id}/{list-id}/{2nd}.json", operation_id="import", problems=(NotFound,)
    )
    async def import_(request: Request) -> Response:
        with Reading(request) as read:
            class_ = read(CLASS)
            id = read(ID)
            list_id = read(LIST_ID)
            n2nd = read(N2ND)
            query_id = read(QUERY_ID)
            self_ = read(SELF)
            caller_ = read(CALLER)
            body_ = read(BODY)
            request_ = read(REQUEST)
            filter_name = read(FILTER_NAME)
            top = read(TOP)
            text = read(TEXT)
            type = read(TYPE)
        body = await json_body(request, PET_KIND_JSON, "application/json")
        result = await api.import_(
            class_,
            id,
            list_id,
            n2nd,
            body,
            query_id=query_id,
            self_=self_,
            caller_=caller_,
            body_=body_,
            request_=request_,
            filter_name=filter_name,
            top=top,
            text=text,
            type=type,
        )
        return json_response(200, NONE_SCHEMA_JSON, result.content, {"x-rate-limit": result.x_rate_limit})

    return router
