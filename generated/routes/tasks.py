"""Routes of the operations tagged `tasks`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.tasks import GetTask200, GetTask304, TasksApi
from ..problems import (
    ContentTooLarge,
    Forbidden,
    InternalError,
    MalformedJson,
    PreconditionFailed,
    ServiceUnavailable,
    TaskNotFound,
    Unauthorized,
    UnsupportedMediaType,
    ValidationFailed,
)
from ..security import Authenticate
from ..support.access import require_owner
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import boolean, integer, text
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter

COMPLETED: Parameter[bool | None] = Parameter("query", "completed", boolean, Adapter(bool))
PRIORITY: Parameter[schemas.Priority | None] = Parameter("query", "priority", text, Adapter(schemas.Priority))
Q: Parameter[str | None] = Parameter(
    "query", "q", text, Adapter(Annotated[str, Field(min_length=1, max_length=200, pattern="^[^\\x00]*$")])
)
SORT: Parameter[
    Literal["created_at", "-created_at", "due_at", "-due_at", "title", "-title", "priority", "-priority"]
] = Parameter(
    "query",
    "sort",
    text,
    Adapter(
        Literal["created_at", "-created_at", "due_at", "-due_at", "title", "-title", "priority", "-priority"]
    ),
    default="-created_at",
)
LIMIT: Parameter[int] = Parameter(
    "query", "limit", integer, Adapter(Annotated[int, Field(ge=1, le=100)]), default=20
)
CURSOR: Parameter[str | None] = Parameter(
    "query",
    "cursor",
    text,
    Adapter(Annotated[str, Field(min_length=1, max_length=1200, pattern="^[A-Za-z0-9._~-]*$")]),
)
TASK_ID: Parameter[str] = Parameter(
    "path",
    "task_id",
    text,
    Adapter(Annotated[str, Field(min_length=1, max_length=64, pattern="^[^\\x00]*$")]),
    required=True,
)
IF_NONE_MATCH: Parameter[str | None] = Parameter("header", "If-None-Match", text, Adapter(str))
IF_MATCH: Parameter[str | None] = Parameter(
    "header",
    "If-Match",
    text,
    Adapter(
        Annotated[
            str,
            Field(
                min_length=1,
                max_length=1000,
                pattern='^(\\*|(W/)?"[!#-~]*"([ \\t]*,[ \\t]*(W/)?"[!#-~]*")*)$',
            ),
        ]
    ),
)
TASK_PAGE_JSON: Adapter[schemas.TaskPage] = Adapter(schemas.TaskPage)
TASK_CREATE_JSON: Adapter[schemas.TaskCreate] = Adapter(schemas.TaskCreate)
TASK_JSON: Adapter[schemas.Task] = Adapter(schemas.Task)
TASK_REPLACE_JSON: Adapter[schemas.TaskReplace] = Adapter(schemas.TaskReplace)
TASK_UPDATE_JSON: Adapter[schemas.TaskUpdate] = Adapter(schemas.TaskUpdate)


def tasks_router(api: TasksApi, authenticate: Authenticate) -> ContractRouter:
    """Tasks: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["tasks"])

    @router.operation(
        "GET",
        "/api/{user_id}/tasks",
        operation_id="listTasks",
        problems=(
            Unauthorized,
            Forbidden,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def list_tasks(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            completed = read(COMPLETED)
            priority = read(PRIORITY)
            q = read(Q)
            sort = read(SORT)
            limit = read(LIMIT)
            cursor = read(CURSOR)
        result = await api.list_tasks(
            caller,
            user_id,
            completed=completed,
            priority=priority,
            q=q,
            sort=sort,
            limit=limit,
            cursor=cursor,
        )
        return json_response(200, TASK_PAGE_JSON, result)

    @router.operation(
        "POST",
        "/api/{user_id}/tasks",
        operation_id="createTask",
        problems=(
            MalformedJson,
            Unauthorized,
            Forbidden,
            ContentTooLarge,
            UnsupportedMediaType,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def create_task(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        body = await json_body(request, TASK_CREATE_JSON, "application/json")
        result = await api.create_task(caller, user_id, body)
        return json_response(
            201, TASK_JSON, result.content, {"Location": result.location, "ETag": result.etag}
        )

    @router.operation(
        "GET",
        "/api/{user_id}/tasks/{task_id}",
        operation_id="getTask",
        problems=(
            Unauthorized,
            Forbidden,
            TaskNotFound,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def get_task(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            task_id = read(TASK_ID)
            if_none_match = read(IF_NONE_MATCH)
        result = await api.get_task(caller, user_id, task_id, if_none_match=if_none_match)
        match result:
            case GetTask200():
                return json_response(200, TASK_JSON, result.content, {"ETag": result.etag})
            case GetTask304():
                return empty_response(304, {"ETag": result.etag})

    @router.operation(
        "PUT",
        "/api/{user_id}/tasks/{task_id}",
        operation_id="replaceTask",
        problems=(
            MalformedJson,
            Unauthorized,
            Forbidden,
            TaskNotFound,
            PreconditionFailed,
            ContentTooLarge,
            UnsupportedMediaType,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def replace_task(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            task_id = read(TASK_ID)
            if_match = read(IF_MATCH)
        body = await json_body(request, TASK_REPLACE_JSON, "application/json")
        result = await api.replace_task(caller, user_id, task_id, body, if_match=if_match)
        return json_response(200, TASK_JSON, result.content, {"ETag": result.etag})

    @router.operation(
        "PATCH",
        "/api/{user_id}/tasks/{task_id}",
        operation_id="updateTask",
        problems=(
            MalformedJson,
            Unauthorized,
            Forbidden,
            TaskNotFound,
            PreconditionFailed,
            ContentTooLarge,
            UnsupportedMediaType,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def update_task(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            task_id = read(TASK_ID)
            if_match = read(IF_MATCH)
        body = await json_body(request, TASK_UPDATE_JSON, "application/json", "application/merge-patch+json")
        result = await api.update_task(caller, user_id, task_id, body, if_match=if_match)
        return json_response(200, TASK_JSON, result.content, {"ETag": result.etag})

    @router.operation(
        "DELETE",
        "/api/{user_id}/tasks/{task_id}",
        operation_id="deleteTask",
        problems=(
            Unauthorized,
            Forbidden,
            TaskNotFound,
            PreconditionFailed,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def delete_task(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            task_id = read(TASK_ID)
            if_match = read(IF_MATCH)
        await api.delete_task(caller, user_id, task_id, if_match=if_match)
        return empty_response(204)

    @router.operation(
        "PATCH",
        "/api/{user_id}/tasks/{task_id}/complete",
        operation_id="toggleTaskCompletion",
        problems=(
            Unauthorized,
            Forbidden,
            TaskNotFound,
            PreconditionFailed,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def toggle_task_completion(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            task_id = read(TASK_ID)
            if_match = read(IF_MATCH)
        result = await api.toggle_task_completion(caller, user_id, task_id, if_match=if_match)
        return json_response(200, TASK_JSON, result.content, {"ETag": result.etag})

    return router
