"""Routes of the operations tagged `lamps`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from ..apis.lamps import LampsApi
from ..problems import Dark
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import integer
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter

LIMIT: Parameter[int | None] = Parameter("query", "limit", integer, Adapter(Annotated[int, Field(ge=1)]))
LIST_STR_JSON: Adapter[list[str]] = Adapter(list[str])


def lamps_router(api: LampsApi) -> ContractRouter:
    """Lamps: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["lamps"])

    @router.operation(
        "GET",
        "/lamps",
        operation_id="listLamps",
        problems=(Dark,),
        headers={
            "Deprecation": "@1769817600",
            "Sunset": "Sun, 31 Jan 2027 00:00:00 GMT",
        },
    )
    async def list_lamps(request: Request) -> Response:
        with Reading(request) as read:
            limit = read(LIMIT)
        result = await api.list_lamps(limit=limit)
        return json_response(200, LIST_STR_JSON, result.content, {"ETag": result.etag})

    @router.operation(
        "POST",
        "/lamps",
        operation_id="addLamp",
        problems=(),
        headers={
            "Deprecation": "@0",
            "Sunset": "Sun, 31 Jan 2027 00:00:00 GMT",
        },
    )
    async def add_lamp(request: Request) -> Response:
        await api.add_lamp()
        return empty_response(204)

    @router.operation("PUT", "/lamps", operation_id="replaceLamps", problems=())
    async def replace_lamps(request: Request) -> Response:
        await api.replace_lamps()
        return empty_response(204)

    @router.operation("GET", "/candles", operation_id="listCandles", problems=(Dark,))
    async def list_candles(request: Request) -> Response:
        await api.list_candles()
        return empty_response(204)

    return router
