"""Routes of the operations tagged `search`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.search import SearchApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import array, boolean, integer, text
from ..support.responses import json_response
from ..support.routing import ContractRouter

TAG: Parameter[list[str] | None] = Parameter(
    "query",
    "tag",
    array(text),
    Adapter(Annotated[list[Annotated[str, Field(max_length=5)]], Field(max_length=3)]),
)
IDS: Parameter[list[int]] = Parameter(
    "query", "ids", array(integer), Adapter(Annotated[list[int], Field(min_length=1)]), required=True
)
FLAGS: Parameter[list[bool]] = Parameter(
    "query", "flags", array(boolean), Adapter(list[bool]), default=[True]
)
SHARED: Parameter[schemas.Words | None] = Parameter("query", "shared", array(text), Adapter(schemas.Words))
LIST_STR_JSON: Adapter[list[str]] = Adapter(list[str])


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
