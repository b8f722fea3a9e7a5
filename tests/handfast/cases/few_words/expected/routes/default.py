"""Routes of the operations tagged `default`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.default import DefaultApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import is_sent, json_body
from ..support.decoders import fields, json_text, text
from ..support.forms import form_body, upload
from ..support.responses import empty_response
from ..support.routing import ContractRouter

STYLE: Parameter[Literal["", "plain"] | None] = Parameter(
    "query", "style", text, Adapter(Literal["", "plain"]), empty=True
)
SIZE: Parameter[Literal["small"] | None] = Parameter(
    "query", "size", text, Adapter(Literal["small"]), empty=True
)
LIKE: Parameter[schemas.Known | None] = Parameter("query", "like", json_text, Adapter(schemas.Known))
THING_JSON: Adapter[schemas.Thing] = Adapter(schemas.Thing)
PHOTO_JSON: Adapter[schemas.Photo] = Adapter(schemas.Photo)
ADD_PHOTO_FORM = fields({"photo": upload}, text)


def default_router(api: DefaultApi) -> ContractRouter:
    """Default: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["default"])

    @router.operation("GET", "/things", operation_id="findThings", problems=())
    async def find_things(request: Request) -> Response:
        with Reading(request) as read:
            style = read(STYLE)
            size = read(SIZE)
            like = read(LIKE)
        await api.find_things(style=style, size=size, like=like)
        return empty_response(204)

    @router.operation("PUT", "/things", operation_id="setThing", problems=())
    async def set_thing(request: Request) -> Response:
        body = await json_body(request, THING_JSON, "application/json")
        await api.set_thing(body)
        return empty_response(204)

    @router.operation("POST", "/photos", operation_id="addPhoto", problems=())
    async def add_photo(request: Request) -> Response:
        body: schemas.Photo
        if is_sent(request, "application/json"):
            body = await json_body(request, PHOTO_JSON, "application/json")
        else:
            body = await form_body(request, ADD_PHOTO_FORM, PHOTO_JSON, "multipart/form-data")
        await api.add_photo(body)
        return empty_response(204)

    return router
