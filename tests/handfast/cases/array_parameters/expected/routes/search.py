"""Routes of the operations tagged `search`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.search import SearchApi
from ..support.binding import Parameter, Reading
from ..support.decoders import array, boolean, integer, text
from ..support.responses import json_response
from ..support.routing import ContractRouter

TAG: Parameter[list[str] | None] = Parameter(
    "query",
    "tag",
    array(text),
    TypeAdapter(Annotated[list[Annotated[str, Field(max_length=5)]], Field(max_length=3)]),
)
IDS: Parameter[list[int]] = Parameter(
    "query", "ids", array(integer), TypeAdapter(Annotated[list[int], Field(min_length=1)]), required=True
)
FLAGS: Parameter[list[bool]] = Parameter(
    "query", "flags", array(boolean), TypeAdapter(list[bool]), default=[True]
)
SHARED: Parameter[schemas.Words | None] = Parameter(
    "query", "shared", array(text), TypeAdapter(schemas.Words)
)
LIST_STR_JSON: TypeAdapter[list[str]] = TypeAdapter(list[str])


def search_router(api: SearchApi) -> ContractRouter:
    """Search: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["search"])

    @router.operation("GET", "/search", operation_id="search", problems=())
    async def search(request: Request) -> Response:
        with Reading(request) as read:
            tag = read(TAG)
            ids = read(IDS)
            flags = read(FLAGS)
            shared = read(SHARED)
        result = await api.search(tag=tag, ids=ids, flags=flags, shared=shared)
        return json_response(200, LIST_STR_JSON, result)

    return router
