"""Routes of the operations tagged `default`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.default import DefaultApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import array, integer
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter

ONLY: Parameter[Any] = Parameter("query", "only", array(integer), Adapter(Any))
LABELS_JSON: Adapter[schemas.Labels] = Adapter(schemas.Labels)
SHELF_JSON: Adapter[schemas.Shelf] = Adapter(schemas.Shelf)
RENEW_TOKEN_BODY_JSON: Adapter[schemas.RenewTokenBody] = Adapter(schemas.RenewTokenBody)
ANY_JSON: Adapter[Any] = Adapter(Any)
DRAW_MAP_BODY_OPTION1_DRAW_MAP_BODY_OPTION2_JSON: Adapter[
    schemas.DrawMapBodyOption1 | schemas.DrawMapBodyOption2
] = Adapter(schemas.DrawMapBodyOption1 | schemas.DrawMapBodyOption2)
CHANGE_RELEASE_BODY_JSON: Adapter[schemas.ChangeReleaseBody] = Adapter(schemas.ChangeReleaseBody)


def default_router(api: DefaultApi) -> ContractRouter:
    """Default: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["default"])

    @router.operation("POST", "/labels", operation_id="setLabels", problems=())
    async def set_labels(request: Request) -> Response:
        body = await json_body(request, LABELS_JSON, "application/json")
        result = await api.set_labels(body)
        return json_response(200, SHELF_JSON, result)

    @router.operation("POST", "/token", operation_id="renewToken", problems=())
    async def renew_token(request: Request) -> Response:
        body = await json_body(request, RENEW_TOKEN_BODY_JSON, "application/json")
        result = await api.renew_token(body)
        return json_response(201, ANY_JSON, result)

    @router.operation("PUT", "/map", operation_id="drawMap", problems=())
    async def draw_map(request: Request) -> Response:
        body = await json_body(request, DRAW_MAP_BODY_OPTION1_DRAW_MAP_BODY_OPTION2_JSON, "application/json")
        await api.draw_map(body)
        return empty_response(204)

    @router.operation("PATCH", "/release", operation_id="changeRelease", problems=())
    async def change_release(request: Request) -> Response:
        with Reading(request) as read:
            only = read(ONLY)
        body = await json_body(request, CHANGE_RELEASE_BODY_JSON, "application/json")
        await api.change_release(body, only=only)
        return empty_response(204)

    return router
