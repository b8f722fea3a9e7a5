"""Routes of the operations tagged `default`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.default import DefaultApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import array, fields, first_of, integer, text
from ..support.responses import empty_response
from ..support.routing import ContractRouter
from ..support.rules import Rules

IDS: Parameter[list[int] | None] = Parameter(
    "query", "ids", array(integer), Adapter(Annotated[list[int], Rules({"uniqueItems": True})])
)
SPAN: Parameter[list[int | str] | None] = Parameter(
    "query",
    "span",
    array(first_of(integer, text)),
    Adapter(
        Annotated[
            Annotated[list[int | str], Field(min_length=2)],
            Rules({"prefixItems": [{"type": "integer"}, {"type": "string"}]}),
        ]
    ),
    explode=False,
)
WHERE: Parameter[schemas.ListOrdersWhere | None] = Parameter(
    "query",
    "where",
    fields({"name": text, "state": text}, text),
    Adapter(schemas.ListOrdersWhere),
    style="deepObject",
)
ORDER_JSON: Adapter[schemas.Order] = Adapter(schemas.Order)
TAGS_JSON: Adapter[schemas.Tags] = Adapter(Annotated[schemas.Tags, Rules({"uniqueItems": True})])
POINT_JSON: Adapter[schemas.Point] = Adapter(
    Annotated[schemas.Point, Rules({"prefixItems": [{"type": "number"}, {"type": "number"}]})]
)
LIST_LITERAL_V1_INT_BOOL_JSON: Adapter[list[Literal["v1"] | int | bool]] = Adapter(
    Annotated[
        Annotated[list[Literal["v1"] | int | bool], Field(min_length=2)],
        Rules({"prefixItems": [{"const": "v1"}, {"type": "integer"}], "items": {"type": "boolean"}}),
    ]
)


def default_router(api: DefaultApi) -> ContractRouter:
    """Default: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["default"])

    @router.operation("GET", "/orders", operation_id="listOrders", problems=())
    async def list_orders(request: Request) -> Response:
        with Reading(request) as read:
            ids = read(IDS)
            span = read(SPAN)
            where = read(WHERE)
        await api.list_orders(ids=ids, span=span, where=where)
        return empty_response(204)

    @router.operation("POST", "/orders", operation_id="addOrder", problems=())
    async def add_order(request: Request) -> Response:
        body = await json_body(request, ORDER_JSON, "application/json")
        await api.add_order(body)
        return empty_response(204)

    @router.operation("PUT", "/orders", operation_id="replaceTags", problems=())
    async def replace_tags(request: Request) -> Response:
        body = await json_body(request, TAGS_JSON, "application/json")
        await api.replace_tags(body)
        return empty_response(204)

    @router.operation("PUT", "/places", operation_id="replacePlace", problems=())
    async def replace_place(request: Request) -> Response:
        body = await json_body(request, POINT_JSON, "application/json")
        await api.replace_place(body)
        return empty_response(204)

    @router.operation("POST", "/places", operation_id="callPlace", problems=())
    async def call_place(request: Request) -> Response:
        body = await json_body(request, LIST_LITERAL_V1_INT_BOOL_JSON, "application/json")
        await api.call_place(body)
        return empty_response(204)

    return router
