# ruff: noqa: FAST003 - it is the dependencies that read user_id

"""The three operations as the documentation of FastAPI and SQLModel teaches them.

An AsyncSession for each request from a dependency, the caller and the owner's check as dependencies, table models
and response models, HTTPException, PyJWT; nothing slow that the documentation does not tell to do.
"""

import base64
import json
import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

import jwt
import uvicorn
from annotated_types import Ge, Lt
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import AfterValidator, AwareDatetime, BaseModel
from sqlalchemy import DateTime, Enum, cast, func, literal, tuple_
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Field, SQLModel, col, or_, select
from sqlmodel._compat import SQLModelConfig
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid_utils.compat import uuid7

SECRET = os.environ["BETTER_AUTH_SECRET"]
LEEWAY_SECONDS = 30

engine = create_async_engine(
    os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://"),
    pool_size=int(os.environ["DATABASE_POOL_SIZE"]),
    max_overflow=0,
)


class Priority(StrEnum):
    low = "low"
    medium = "medium"
    high = "high"


Moment = DateTime(timezone=True)
PriorityColumn = Enum(Priority, name="task_priority")


def now() -> datetime:
    return datetime.now(UTC)


def in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


DueAt = Annotated[
    AwareDatetime,
    Ge(datetime(1970, 1, 1, tzinfo=UTC)),
    Lt(datetime(3000, 1, 1, tzinfo=UTC)),
    AfterValidator(in_utc),
]


class UserSession(SQLModel, table=True):
    __tablename__ = "sessions"

    id: uuid.UUID = Field(primary_key=True)
    user_id: str = Field(index=True)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    user_agent: str | None = None


class TaskBase(SQLModel):
    title: str = Field(min_length=1, max_length=200, schema_extra={"pattern": r"^[^\x00]*$"})
    description: str = Field(default="", max_length=1000, schema_extra={"pattern": r"^[^\x00]*$"})
    completed: bool = False
    priority: Priority = Field(default=Priority.medium, sa_type=PriorityColumn)
    due_at: DueAt | None = Field(default=None, sa_type=Moment)


class Task(TaskBase, table=True):
    __tablename__ = "tasks"

    id: uuid.UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: str = Field(index=True)
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    updated_at: datetime = Field(default_factory=now, sa_type=Moment)
    version: int = 1


class TaskCreate(TaskBase):
    model_config = SQLModelConfig(extra="forbid")


class TaskPublic(TaskBase):
    id: uuid.UUID
    created_at: datetime
    updated_at: datetime


class TaskPage(BaseModel):
    items: list[TaskPublic]
    next_cursor: str | None


class TaskQuery(BaseModel):
    completed: bool | None = None
    priority: Priority | None = None
    q: str | None = Field(default=None, min_length=1, max_length=200)
    sort: Literal["created_at", "-created_at", "due_at", "-due_at", "title", "-title", "priority", "-priority"] = (
        "-created_at"
    )
    limit: int = Field(default=20, ge=1, le=100)
    cursor: str | None = None


class Caller(BaseModel):
    id: str
    session_id: uuid.UUID


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield
    await engine.dispose()


app = FastAPI(title="Tasks", lifespan=lifespan)


async def get_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session)]
Credentials = Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]


async def get_caller(session: SessionDep, credentials: Credentials) -> Caller:
    unauthorized = HTTPException(401, "Not authenticated", headers={"WWW-Authenticate": "Bearer"})
    try:
        claims = jwt.decode(
            credentials.credentials,
            SECRET,
            algorithms=["HS256"],
            issuer="handfast",
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "sub", "sid"]},
        )
        caller = Caller(id=claims["sub"], session_id=claims["sid"])
    except (jwt.InvalidTokenError, ValueError):
        raise unauthorized from None
    found = await session.get(UserSession, caller.session_id)
    if found is None or found.user_id != caller.id or found.expires_at <= now():
        raise unauthorized
    return caller


async def get_owner(user_id: str, caller: Annotated[Caller, Depends(get_caller)]) -> str:
    if user_id != caller.id:
        raise HTTPException(403, "Not your tasks")
    return user_id


OwnerDep = Annotated[str, Depends(get_owner)]


@app.get("/api/{user_id}/tasks", response_model=TaskPage)
async def list_tasks(owner: OwnerDep, session: SessionDep, query: Annotated[TaskQuery, Query()]) -> Any:
    statement = select(Task).where(Task.user_id == owner)
    if query.completed is not None:
        statement = statement.where(Task.completed == query.completed)
    if query.priority is not None:
        statement = statement.where(Task.priority == query.priority)
    if query.q is not None:
        statement = statement.where(
            or_(
                col(Task.title).icontains(query.q, autoescape=True),
                col(Task.description).icontains(query.q, autoescape=True),
            )
        )
    key = sort_key(query.sort)
    descending = query.sort.startswith("-")
    place = tuple_(key, col(Task.id))
    if query.cursor is not None:
        value, last_id = json.loads(base64.urlsafe_b64decode(query.cursor))
        after = tuple_(cast(literal(value), key.type), uuid.UUID(last_id))
        statement = statement.where(place < after if descending else place > after)
    order = (key.desc(), col(Task.id).desc()) if descending else (key, col(Task.id))
    tasks = (await session.exec(statement.order_by(*order).limit(query.limit + 1))).all()
    next_cursor = None
    if len(tasks) > query.limit:
        next_cursor = cursor_after(tasks[query.limit - 1], query.sort)
    return {"items": tasks[: query.limit], "next_cursor": next_cursor}


@app.post("/api/{user_id}/tasks", response_model=TaskPublic, status_code=201)
async def create_task(owner: OwnerDep, session: SessionDep, body: TaskCreate, response: Response) -> Any:
    task = Task.model_validate(body, update={"user_id": owner})
    session.add(task)
    await session.commit()
    response.headers["Location"] = app.url_path_for("get_task", user_id=owner, task_id=task.id)
    response.headers["ETag"] = f'"{task.version}"'
    return task


@app.get("/api/{user_id}/tasks/{task_id}", response_model=TaskPublic)
async def get_task(
    owner: OwnerDep,
    session: SessionDep,
    task_id: uuid.UUID,
    response: Response,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Any:
    task = await session.get(Task, task_id)
    if task is None or task.user_id != owner:
        raise HTTPException(404, "Task not found")
    etag = f'"{task.version}"'
    if if_none_match is not None and etag in if_none_match:
        return Response(status_code=304, headers={"ETag": etag})
    response.headers["ETag"] = etag
    return task


def sort_key(sort: str) -> Any:
    if sort == "due_at":
        return func.coalesce(col(Task.due_at), cast("infinity", Moment))
    if sort == "-due_at":
        return func.coalesce(col(Task.due_at), cast("-infinity", Moment))
    return getattr(Task, sort.removeprefix("-"))


def cursor_after(task: Task, sort: str) -> str:
    key = getattr(task, sort.removeprefix("-"))
    if key is None:
        key = "-infinity" if sort.startswith("-") else "infinity"
    return base64.urlsafe_b64encode(json.dumps([str(key), str(task.id)]).encode()).decode()


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["PORT"]))
