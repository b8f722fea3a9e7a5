"""Routes of the operations tagged `jobs`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.jobs import JobsApi, PutJob200, PutJob201, PutJob202, PutJob204, PutJob303
from ..problems import DeleteJob404, Missing, Missing410, Problem409, PutJobDefault
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import text
from ..support.responses import empty_response, json_response, raw_response
from ..support.routing import ContractRouter

ID: Parameter[str] = Parameter("path", "id", text, Adapter(str), required=True)
JOB_JSON: Adapter[schemas.Job] = Adapter(schemas.Job)


def jobs_router(api: JobsApi) -> ContractRouter:
    """Jobs: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["jobs"])

    @router.operation("PUT", "/jobs/{id}", operation_id="putJob", problems=(PutJobDefault,))
    async def put_job(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        result = await api.put_job(id)
        match result:
            case PutJob200():
                return json_response(200, JOB_JSON, result.content, {"ETag": result.etag})
            case PutJob201():
                return json_response(
                    201,
                    JOB_JSON,
                    result.content,
                    {"Location": result.location, "X-Left": result.x_left, "Cache-Control": "no-store"},
                )
            case PutJob202():
                return raw_response(202, result.content, "text/plain")
            case PutJob204():
                return empty_response(204)
            case PutJob303():
                return empty_response(303, {"Location": result.location})

    @router.operation(
        "GET",
        "/jobs/{id}",
        operation_id="getJob",
        problems=(
            Missing,
            Missing410,
        ),
    )
    async def get_job(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        result = await api.get_job(id)
        return json_response(200, JOB_JSON, result, {"Cache-Control": "no-store"})

    @router.operation(
        "DELETE",
        "/jobs/{id}",
        operation_id="deleteJob",
        problems=(
            DeleteJob404,
            Problem409,
        ),
    )
    async def delete_job(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        await api.delete_job(id)
        return empty_response(204)

    return router
