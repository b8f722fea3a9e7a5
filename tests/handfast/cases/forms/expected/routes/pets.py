"""Routes of the operations tagged `pets`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.pets import PetsApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import is_sent, json_body, raw_body, text_body
from ..support.decoders import array, fields, integer, text
from ..support.forms import form_body, optional_form_body, upload
from ..support.responses import empty_response
from ..support.routing import ContractRouter

DAYS: Parameter[list[int] | None] = Parameter(
    "query", "days", array(integer, nullable=True), Adapter(list[int] | None)
)
LEASH: Parameter[schemas.AddWalkLeash | None] = Parameter(
    "query",
    "leash",
    fields({"length": integer}, text, nullable=True),
    Adapter(schemas.AddWalkLeash | None),
    explode=False,
)
PET_JSON: Adapter[schemas.Pet] = Adapter(schemas.Pet)
ADD_PHOTOS_BODY_JSON: Adapter[schemas.AddPhotosBody] = Adapter(schemas.AddPhotosBody)
ADD_ALBUM_BODY_JSON: Adapter[schemas.AddAlbumBody] = Adapter(schemas.AddAlbumBody)
ADD_WALK_BODY_JSON: Adapter[schemas.AddWalkBody] = Adapter(schemas.AddWalkBody)
ADD_SALE_BODY_JSON: Adapter[schemas.AddSaleBody] = Adapter(schemas.AddSaleBody)
ADD_PET_FORM = fields({"name": text, "age": integer, "tags": array(text)}, text)
ADD_PHOTOS_FORM = fields(
    {
        "photo": upload,
        "shots[0]": upload,
        "more": array(upload),
        "words": array(text),
        "age": integer,
        "pet": fields({"name": text, "age": integer, "tags": array(text)}, text),
    },
    text,
)
ADD_ALBUM_FORM = fields({"cover": upload, "year": integer, "count": integer}, text)
ADD_WALK_FORM = fields(
    {
        "dogs": array(integer, nullable=True),
        "names": array(text),
        "hours": array(integer, nullable=True, separator=","),
        "others": array(fields({"name": text, "age": integer, "tags": array(text)}, text)),
        "pet": fields({"name": text, "age": integer, "tags": array(text)}, text, nullable=True),
        "place": fields({"town": text, "days": array(integer), "dogs": text}, text),
    },
    text,
)
ADD_SALE_FORM = fields(
    {
        "from": fields({"name": text, "town": text}, text),
        "to": fields({"name": text, "town": text, "age": integer}, text),
    },
    text,
)


def pets_router(api: PetsApi) -> ContractRouter:
    """Pets: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["pets"])

    @router.operation("POST", "/pets", operation_id="addPet", problems=())
    async def add_pet(request: Request) -> Response:
        body: schemas.Pet | str | bytes
        if is_sent(request, "application/json"):
            body = await json_body(request, PET_JSON, "application/json")
        elif is_sent(request, "application/x-www-form-urlencoded"):
            body = await form_body(request, ADD_PET_FORM, PET_JSON, "application/x-www-form-urlencoded")
        elif is_sent(request, "text/csv"):
            body = await text_body(request, "text/csv")
        else:
            body = await raw_body(request, "image/*")
        await api.add_pet(body)
        return empty_response(204)

    @router.operation("PUT", "/photos", operation_id="addPhotos", problems=())
    async def add_photos(request: Request) -> Response:
        body = await optional_form_body(request, ADD_PHOTOS_FORM, ADD_PHOTOS_BODY_JSON, "multipart/form-data")
        await api.add_photos(body)
        return empty_response(204)

    @router.operation("POST", "/albums", operation_id="addAlbum", problems=())
    async def add_album(request: Request) -> Response:
        body = await optional_form_body(request, ADD_ALBUM_FORM, ADD_ALBUM_BODY_JSON, "multipart/form-data")
        await api.add_album(body)
        return empty_response(204)

    @router.operation("POST", "/walks", operation_id="addWalk", problems=())
    async def add_walk(request: Request) -> Response:
        with Reading(request) as read:
            days = read(DAYS)
            leash = read(LEASH)
        body = await optional_form_body(
            request, ADD_WALK_FORM, ADD_WALK_BODY_JSON, "application/x-www-form-urlencoded"
        )
        await api.add_walk(body, days=days, leash=leash)
        return empty_response(204)

    @router.operation("POST", "/sales", operation_id="addSale", problems=())
    async def add_sale(request: Request) -> Response:
        body = await optional_form_body(
            request, ADD_SALE_FORM, ADD_SALE_BODY_JSON, "application/x-www-form-urlencoded"
        )
        await api.add_sale(body)
        return empty_response(204)

    return router
