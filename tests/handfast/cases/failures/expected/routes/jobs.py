"""Routes of the operations tagged `jobs`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.jobs import JobsApi
from ..problems import GetJob409Json, GetJob409Plain, GetJobDefault, Missing, Missing4XX
from ..security import Authenticate
from ..support.access import any_of, scoped
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import text
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter

ID: Parameter[str] = Parameter("path", "id", text, Adapter(str), required=True)
GET_JOB_RESPONSE_JSON: Adapter[schemas.GetJobResponse] = Adapter(schemas.GetJobResponse)


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

    return router
