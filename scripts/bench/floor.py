# ruff: noqa: S608 - all SQL is put together from texts of this module

"""The floor: the three operations on bare Starlette and psycopg, with nothing that they could do without.

SQL by hand on an autocommit pool, one connection for a whole request, validators and serialisers made once, no
models, no request ids, no log of requests.
"""

import base64
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, NotRequired
from urllib.parse import quote

import jwt
import uvicorn
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool
from pydantic import AwareDatetime, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from typing_extensions import TypedDict
from uuid_utils.compat import uuid7

SECRET = os.environ["BETTER_AUTH_SECRET"]
POOL_SIZE = int(os.environ["DATABASE_POOL_SIZE"])
LEEWAY_SECONDS = 30
CHALLENGE = {"WWW-Authenticate": "Bearer"}
JSON = "application/json"

Connection = AsyncConnection[dict[str, Any]]
pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
    os.environ["DATABASE_URL"],
    min_size=POOL_SIZE,
    max_size=POOL_SIZE,
    kwargs={"autocommit": True, "row_factory": dict_row},
    open=False,
)

Priority = Literal["low", "medium", "high"]
Due = Annotated[AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), lt=datetime(3000, 1, 1, tzinfo=UTC))]
Title = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Description = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]


class TaskCreate(TypedDict):
    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    title: Title
    description: NotRequired[Description]
    completed: NotRequired[bool]
    priority: NotRequired[Priority]
    due_at: NotRequired[Due | None]


class Task(TypedDict):
    id: str
    title: str
    description: str
    completed: bool
    priority: Priority
    due_at: datetime | None
    created_at: datetime
    updated_at: datetime


class TaskPage(TypedDict):
    items: list[Task]
    next_cursor: str | None


class Query(TypedDict):
    completed: NotRequired[bool]
    priority: NotRequired[Priority]
    q: NotRequired[Annotated[str, Field(min_length=1, max_length=200)]]
    sort: NotRequired[
        Literal["created_at", "-created_at", "due_at", "-due_at", "title", "-title", "priority", "-priority"]
    ]
    limit: NotRequired[Annotated[int, Field(ge=1, le=100)]]
    cursor: NotRequired[str]


read_query = TypeAdapter(Query).validator.validate_python
read_task = TypeAdapter(TaskCreate).validator.validate_json
write_task = TypeAdapter(Task).serializer.to_json
write_page = TypeAdapter(TaskPage).serializer.to_json

SESSION = b"SELECT 1 FROM sessions WHERE id = %s AND user_id = %s AND expires_at > now()"
TASK = "id::text, title, description, completed, priority, due_at, created_at, updated_at"
GET = f"SELECT {TASK}, version FROM tasks WHERE id = %s AND user_id = %s".encode()
CREATE = f"""
    INSERT INTO tasks
    (id, user_id, title, description, completed, priority, due_at, created_at, updated_at, version)
    VALUES (%(id)s, %(user_id)s, %(title)s, %(description)s, %(completed)s, %(priority)s, %(due_at)s, now(), now(), 1)
    RETURNING {TASK}, version
""".encode()
KEYS = {
    "created_at": "created_at",
    "title": "title",
    "priority": "priority",
    "due_at": "coalesce(due_at, 'infinity')",
    "-due_at": "coalesce(due_at, '-infinity')",
}
FILTERS = {
    "completed": "completed = %(completed)s",
    "priority": "priority = %(priority)s",
    "q": "(strpos(lower(title), lower(%(q)s)) > 0 OR strpos(lower(description), lower(%(q)s)) > 0)",
}
TASK_DEFAULTS = {"description": "", "completed": False, "priority": "medium", "due_at": None}


def verify(request: Request) -> tuple[str, str]:
    """Return the session and the user that the token names; 401 unless it is good."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise HTTPException(401, headers=CHALLENGE)
    try:
        claims = jwt.decode(
            token,
            SECRET,
            algorithms=["HS256"],
            issuer="handfast",
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "sub", "sid"]},
        )
    except jwt.InvalidTokenError:
        raise HTTPException(401, headers=CHALLENGE) from None
    return claims["sid"], claims["sub"]


@asynccontextmanager
async def authorized(request: Request) -> AsyncIterator[tuple[Connection, str]]:
    """Give a connection and the caller's id, who has a live session and is the owner that the path names."""
    session_id, user_id = verify(request)
    async with pool.connection() as connection:
        live = await connection.execute(SESSION, (session_id, user_id))
        if await live.fetchone() is None:
            raise HTTPException(401, headers=CHALLENGE)
        if request.path_params["user_id"] != user_id:
            raise HTTPException(403)
        yield connection, user_id


async def list_tasks(request: Request) -> Response:
    async with authorized(request) as (connection, user_id):
        query = read_query(dict(request.query_params))
        limit = query.get("limit", 20)
        sort = query.get("sort", "-created_at")
        statement, values = page_statement(query, sort)
        values.update(user_id=user_id, limit=limit + 1)
        tasks = await (await connection.execute(statement, values)).fetchall()
    following = None
    if len(tasks) > limit:
        del tasks[limit:]
        following = cursor_after(tasks[-1], sort)
    return Response(write_page({"items": tasks, "next_cursor": following}), media_type=JSON)


async def get_task(request: Request) -> Response:
    async with authorized(request) as (connection, user_id):
        found = await connection.execute(GET, (request.path_params["task_id"], user_id))
        task = await found.fetchone()
    if task is None:
        raise HTTPException(404)
    etag = f'"{task.pop("version")}"'
    if etag in request.headers.get("if-none-match", ""):
        return Response(None, 304, {"ETag": etag})
    return Response(write_task(task), 200, {"ETag": etag}, JSON)


async def create_task(request: Request) -> Response:
    async with authorized(request) as (connection, user_id):
        body = read_task(await request.body(), strict=True)
        values = {**TASK_DEFAULTS, **body, "id": uuid7(), "user_id": user_id}
        task = await (await connection.execute(CREATE, values)).fetchone() or {}
    headers = {"ETag": f'"{task.pop("version")}"', "Location": f"/api/{quote(user_id, safe='')}/tasks/{task['id']}"}
    return Response(write_task(task), 201, headers, JSON)


def page_statement(query: Query, sort: str) -> tuple[bytes, dict[str, Any]]:
    values: dict[str, Any] = {name: value for name, value in query.items() if name in FILTERS}
    conditions = ["user_id = %(user_id)s", *(FILTERS[name] for name in values)]
    key = KEYS.get(sort) or KEYS[sort.removeprefix("-")]
    descending = sort.startswith("-")
    if "cursor" in query:
        values["key"], values["id"] = json.loads(base64.urlsafe_b64decode(query["cursor"]))
        conditions.append(f"({key}, id) {'<' if descending else '>'} (%(key)s, %(id)s)")
    way = "DESC" if descending else "ASC"
    return (
        f"SELECT {TASK} FROM tasks WHERE {' AND '.join(conditions)} ORDER BY {key} {way}, id {way} LIMIT %(limit)s"
    ).encode(), values


def cursor_after(task: dict[str, Any], sort: str) -> str:
    key = task[sort.removeprefix("-")]
    if key is None:
        key = "-infinity" if sort.startswith("-") else "infinity"
    return base64.urlsafe_b64encode(json.dumps([str(key), task["id"]]).encode()).decode()


async def on_invalid(_: Request, error: Exception) -> Response:
    return JSONResponse({"detail": str(error)}, 422)


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[None]:
    async with pool:
        await pool.wait()
        yield


app = Starlette(
    routes=[
        Route("/api/{user_id}/tasks", list_tasks, methods=["GET"]),
        Route("/api/{user_id}/tasks", create_task, methods=["POST"]),
        Route("/api/{user_id}/tasks/{task_id}", get_task, methods=["GET"]),
    ],
    exception_handlers={ValidationError: on_invalid},
    lifespan=lifespan,
)

if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["PORT"]), access_log=False)
