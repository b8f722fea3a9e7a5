"""Routes of the operations tagged `default`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.default import DefaultApi
from ..support.adapters import Adapter
from ..support.bodies import json_body
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter
from ..support.rules import Rules

PAPER_JSON: Adapter[schemas.Paper] = Adapter(
    Annotated[schemas.Paper, Rules({"required": ["author", "title"]})]
)
SHEET_JSON: Adapter[schemas.Sheet] = Adapter(Annotated[schemas.Sheet, Rules({"required": ["title"]})])


def default_router(api: DefaultApi) -> ContractRouter:
    """Default: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["default"])

    @router.operation("POST", "/papers", operation_id="addPaper", problems=())
    async def add_paper(request: Request) -> Response:
        body = await json_body(request, PAPER_JSON, "application/json")
        result = await api.add_paper(body)
        return json_response(201, PAPER_JSON, result)

    @router.operation("POST", "/sheets", operation_id="addSheet", problems=())
    async def add_sheet(request: Request) -> Response:
        body = await json_body(request, SHEET_JSON, "application/json")
        await api.add_sheet(body)
        return empty_response(204)

    return router
