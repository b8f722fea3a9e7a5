"""Routes of the operations tagged `class`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.class_ import ClassApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import text
from ..support.responses import json_response
from ..support.routing import ContractRouter

SCHEMAS: Parameter[str] = Parameter("path", "schemas", text, Adapter(str), required=True)
QUERY_SCHEMAS: Parameter[str | None] = Parameter("query", "Schemas", text, Adapter(str))
READ: Parameter[str | None] = Parameter("query", "read", text, Adapter(str))
REQUEST_JSON: Adapter[schemas.Request] = Adapter(schemas.Request)
ANY_SCHEMA_JSON: Adapter[schemas.AnySchema] = Adapter(schemas.AnySchema)
SHOP_V1_ORDER_JSON: Adapter[schemas.ShopV1Order] = Adapter(schemas.ShopV1Order)


def class__router(api: ClassApi) -> ContractRouter:
    """Class: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["class"])

    @router.operation("POST", "/things/{schemas}", operation_id="json_response", problems=())
    async def json_response_(request: Request) -> Response:
        with Reading(request) as read:
            schemas_ = read(SCHEMAS)
            query_schemas_ = read(QUERY_SCHEMAS)
            read_ = read(READ)
        body = await json_body(request, REQUEST_JSON, "application/json")
        result = await api.json_response(schemas_, body, query_schemas_=query_schemas_, read_=read_)
        return json_response(200, ANY_SCHEMA_JSON, result)

    @router.operation("GET", "/import", operation_id="import", problems=())
    async def import_(request: Request) -> Response:
        result = await api.import_()
        return json_response(200, SHOP_V1_ORDER_JSON, result)

    return router
