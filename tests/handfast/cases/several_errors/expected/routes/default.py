"""Routes of the operations tagged `default`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.default import DefaultApi
from ..problems import (
    GetA400,
    GetA400Json,
    GetA404Any,
    GetA404Json,
    GetA409Css,
    GetA409Json,
    GetADefault,
    GetADefaultJson,
)
from ..support.adapters import Adapter
from ..support.responses import accepted, json_response
from ..support.routing import ContractRouter

A_JSON: Adapter[schemas.A] = Adapter(schemas.A)


def default_router(api: DefaultApi) -> ContractRouter:
    """Default: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["default"])

    @router.operation(
        "GET",
        "/a",
        operation_id="getA",
        problems=(
            GetA400,
            GetA400Json,
            GetA404Any,
            GetA404Json,
            GetA409Css,
            GetA409Json,
            GetADefault,
            GetADefaultJson,
        ),
    )
    async def get_a(request: Request) -> Response:
        result = await api.get_a()
        return json_response(
            200,
            A_JSON,
            result,
            media_type=accepted(request.scope, "application/json", "text/json", "application/vnd.a+json"),
        )

    return router
