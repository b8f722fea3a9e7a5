"""Routes of the operations tagged `runs`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.runs import RunsApi
from ..support.adapters import Adapter
from ..support.bodies import optional_json_body
from ..support.responses import empty_response
from ..support.routing import ContractRouter

OPTIONS_JSON: Adapter[schemas.Options] = Adapter(schemas.Options)
LIST_INT_JSON: Adapter[list[int]] = Adapter(Annotated[list[Annotated[int, Field(ge=1)]], Field(max_length=5)])


def runs_router(api: RunsApi) -> ContractRouter:
    """Runs: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["runs"])

    @router.operation("POST", "/runs", operation_id="startRun", problems=())
    async def start_run(request: Request) -> Response:
        body = await optional_json_body(request, OPTIONS_JSON, "application/json")
        await api.start_run(body)
        return empty_response(202)

    @router.operation("GET", "/runs", operation_id="findRuns", problems=())
    async def find_runs(request: Request) -> Response:
        body = await optional_json_body(request, OPTIONS_JSON, "application/json")
        await api.find_runs(body)
        return empty_response(204)

    @router.operation("DELETE", "/runs", operation_id="stopRuns", problems=())
    async def stop_runs(request: Request) -> Response:
        body = await optional_json_body(request, LIST_INT_JSON, "application/json")
        await api.stop_runs(body)
        return empty_response(204)

    return router
