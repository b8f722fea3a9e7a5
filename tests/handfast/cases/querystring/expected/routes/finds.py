"""Routes of the operations tagged `finds`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.finds import FindsApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import array, fields, integer, json_text, number, text
from ..support.responses import empty_response
from ..support.routing import ContractRouter

ASKED: Parameter[schemas.Asked] = Parameter(
    "querystring",
    "asked",
    fields({"word": text, "limit": integer, "tags": array(text), "near": array(number, separator=",")}),
    Adapter(schemas.Asked),
    required=True,
)
FIND_THINGS_ASKED: Parameter[schemas.Asked | None] = Parameter(
    "querystring", "asked", json_text, Adapter(schemas.Asked)
)
FIND_TEXTS_ASKED: Parameter[str | None] = Parameter(
    "querystring", "asked", text, Adapter(Annotated[str, Field(max_length=5)])
)
FIND_EITHER_ASKED: Parameter[schemas.Asked | schemas.FindEitherAskedOption2 | None] = Parameter(
    "querystring",
    "asked",
    fields(
        {"word": text, "limit": integer, "tags": array(text), "near": array(number), "page": integer}, text
    ),
    Adapter(schemas.Asked | schemas.FindEitherAskedOption2),
)


def finds_router(api: FindsApi) -> ContractRouter:
    """Finds: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["finds"])

    @router.operation("GET", "/words", operation_id="findWords", problems=())
    async def find_words(request: Request) -> Response:
        with Reading(request) as read:
            asked = read(ASKED)
        await api.find_words(asked=asked)
        return empty_response(204)

    @router.operation("GET", "/things", operation_id="findThings", problems=())
    async def find_things(request: Request) -> Response:
        with Reading(request) as read:
            asked = read(FIND_THINGS_ASKED)
        await api.find_things(asked=asked)
        return empty_response(204)

    @router.operation("GET", "/texts", operation_id="findTexts", problems=())
    async def find_texts(request: Request) -> Response:
        with Reading(request) as read:
            asked = read(FIND_TEXTS_ASKED)
        await api.find_texts(asked=asked)
        return empty_response(204)

    @router.operation("GET", "/either", operation_id="findEither", problems=())
    async def find_either(request: Request) -> Response:
        with Reading(request) as read:
            asked = read(FIND_EITHER_ASKED)
        await api.find_either(asked=asked)
        return empty_response(204)

    return router
