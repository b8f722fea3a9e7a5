"""Routes of the operations tagged `paint`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated, Literal

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.paint import PaintApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import array, integer, text
from ..support.responses import json_response
from ..support.routing import ContractRouter
from ..support.rules import Rules

COLOUR: Parameter[schemas.Colour] = Parameter("path", "colour", text, Adapter(schemas.Colour), required=True)
SECOND: Parameter[schemas.Colour | None] = Parameter("query", "second", text, Adapter(schemas.Colour))
THIRD: Parameter[schemas.Colour | None] = Parameter("query", "third", text, Adapter(schemas.Colour))
SIZE: Parameter[Literal[1, 2, 3] | None] = Parameter(
    "query", "size", integer, Adapter(Annotated[Literal[1, 2, 3], Rules({"not": {"type": "boolean"}})])
)
FIXED: Parameter[Literal["always"] | None] = Parameter("query", "fixed", text, Adapter(Literal["always"]))
MANY: Parameter[list[schemas.Colour] | None] = Parameter(
    "query", "many", array(text), Adapter(list[schemas.Colour])
)
ORDER: Parameter[Literal["asc", "desc", "", "it's"] | None] = Parameter(
    "query", "order", text, Adapter(Literal["asc", "desc", "", "it's"])
)
PAINT_JSON: Adapter[schemas.Paint] = Adapter(schemas.Paint)


def paint_router(api: PaintApi) -> ContractRouter:
    """Paint: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["paint"])

    @router.operation("GET", "/paint/{colour}", operation_id="paint", problems=())
    async def paint(request: Request) -> Response:
        with Reading(request) as read:
            colour = read(COLOUR)
            second = read(SECOND)
            third = read(THIRD)
            size = read(SIZE)
            fixed = read(FIXED)
            many = read(MANY)
            order = read(ORDER)
        result = await api.paint(
            colour, second=second, third=third, size=size, fixed=fixed, many=many, order=order
        )
        return json_response(200, PAINT_JSON, result)

    return router
