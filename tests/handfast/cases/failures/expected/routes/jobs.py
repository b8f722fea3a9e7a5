"""Routes of the operations tagged `jobs`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.jobs import JobsApi
from ..problems import (
    AddJob400,
    AddJob401,
    AddJob413Plain,
    AddJob413Xml,
    GetCheck5XX,
    GetCheck401,
    GetCheck404,
    GetCheck422,
    GetJob409Json,
    GetJob409Plain,
    GetJobDefault,
    ListChecks422,
    Missing,
    Missing4XX,
    StrangerResponse,
)
from ..security import Authenticate
from ..support.access import any_of, scoped
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import integer, text
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter

ID: Parameter[str] = Parameter("path", "id", text, Adapter(str), required=True)
LIMIT: Parameter[int | None] = Parameter("query", "limit", integer, Adapter(int))
GET_CHECK_ID: Parameter[int] = Parameter("path", "id", integer, Adapter(int), required=True)
GET_JOB_RESPONSE_JSON: Adapter[schemas.GetJobResponse] = Adapter(schemas.GetJobResponse)
ADD_JOB_BODY_JSON: Adapter[schemas.AddJobBody] = Adapter(schemas.AddJobBody)


def jobs_router(api: JobsApi, authenticate: Authenticate) -> ContractRouter:
    """Jobs: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["jobs"])

    @router.operation(
        "GET",
        "/jobs/{id}",
        operation_id="getJob",
        problems=(
            Missing,
            GetJob409Json,
            GetJob409Plain,
            Missing4XX,
            GetJobDefault,
        ),
    )
    async def get_job(request: Request) -> Response:
        caller = await any_of(
            request,
            (
                scoped(authenticate.oauth, ("jobs:read",)),
                authenticate.key,
            ),
        )
        with Reading(request) as read:
            id = read(ID)
        result = await api.get_job(caller, id)
        return json_response(
            200,
            GET_JOB_RESPONSE_JSON,
            result.content,
            {"X-Counts": result.x_counts, "Last-Modified": result.last_modified},
        )

    @router.operation("DELETE", "/jobs/{id}", operation_id="deleteJob", problems=())
    async def delete_job(request: Request) -> Response:
        caller = await authenticate.oauth(request)
        with Reading(request) as read:
            id = read(ID)
        result = await api.delete_job(caller, id)
        return empty_response(result.status)

    @router.operation(
        "POST",
        "/jobs",
        operation_id="addJob",
        problems=(
            AddJob400,
            AddJob401,
            AddJob413Xml,
            AddJob413Plain,
        ),
    )
    async def add_job(request: Request) -> Response:
        caller = await authenticate.oauth(request)
        body = await json_body(request, ADD_JOB_BODY_JSON, "application/json")
        await api.add_job(caller, body)
        return empty_response(201)

    @router.operation("DELETE", "/jobs", operation_id="endJobs", problems=(StrangerResponse,))
    async def end_jobs(request: Request) -> Response:
        caller = await authenticate.oauth(request)
        await api.end_jobs(caller)
        return empty_response(204)

    @router.operation("PATCH", "/jobs", operation_id="mendJobs", problems=(StrangerResponse,))
    async def mend_jobs(request: Request) -> Response:
        caller = await authenticate.oauth(request)
        await api.mend_jobs(caller)
        return empty_response(204)

    @router.operation("GET", "/checks", operation_id="listChecks", problems=(ListChecks422,))
    async def list_checks(request: Request) -> Response:
        with Reading(request) as read:
            limit = read(LIMIT)
        await api.list_checks(limit=limit)
        return empty_response(200)

    @router.operation(
        "GET",
        "/checks/{id}",
        operation_id="getCheck",
        problems=(
            GetCheck401,
            GetCheck404,
            GetCheck422,
            GetCheck5XX,
        ),
    )
    async def get_check(request: Request) -> Response:
        caller = await authenticate.oauth(request)
        with Reading(request) as read:
            id = read(GET_CHECK_ID)
        await api.get_check(caller, id)
        return empty_response(200)

    return router
