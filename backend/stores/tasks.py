"""Tasks, each within its owner's reach alone."""

from typing import Any, Literal, NamedTuple
from uuid import UUID

from backend.cursors import Cursors, Position
from backend.database import Database
from backend.database_errors import ReferenceViolated
from backend.stores import task_statements as statements
from backend.stores.entity_tags import versions_named
from backend.stores.ids import is_id, new_id
from backend.stores.outcomes import OwnerMissing, RowMissing, RowStale
from backend.stores.task_orders import ORDERS
from backend.stores.task_statements import VersionedTask, Write
from generated.schemas import Priority, TaskCreate, TaskPage, TaskReplace, TaskUpdate

Sort = Literal["created_at", "-created_at", "due_at", "-due_at", "title", "-title", "priority", "-priority"]


class TaskFilters(NamedTuple):
    """What a listed task must be like; None is anything. `q` is text within the title or the description."""

    completed: bool | None = None
    priority: Priority | None = None
    q: str | None = None


class TaskStore:
    def __init__(self, database: Database, cursors: Cursors) -> None:
        self._database = database
        self._cursors = cursors

    def owned_by(self, user_id: str) -> "OwnedTasks":
        return OwnedTasks(self._database, self._cursors, user_id)


class OwnedTasks:
    """The tasks of one user. `if_match` is the header as it came: RowStale if it names other versions only."""

    def __init__(self, database: Database, cursors: Cursors, user_id: str) -> None:
        self._database = database
        self._cursors = cursors
        self._user_id = user_id

    async def page(
        self, filters: TaskFilters, *, sort: Sort = "-created_at", limit: int = 20, cursor: str | None = None
    ) -> TaskPage:
        """List tasks that pass all filters; BadCursor if the cursor is of another list."""
        passed = {name: value for name, value in filters._asdict().items() if value is not None}
        scope = ("tasks", self._user_id, sort, passed)
        values: dict[str, Any] = {"user_id": self._user_id, "limit": limit + 1, **passed}
        if cursor is not None:
            values["after_key"], values["after_id"] = self._cursors.read(cursor, *scope)
        statement = statements.page(sort, frozenset(passed), begins_after=cursor is not None)
        tasks = await self._database.fetch_all(statement, values)
        following = None
        if len(tasks) > limit:
            last = tasks[limit - 1]
            following = self._cursors.write(Position(ORDERS[sort].text(last), UUID(last.id)), *scope)
        return TaskPage(items=tasks[:limit], next_cursor=following)

    async def add(self, body: TaskCreate) -> VersionedTask:
        values = {"task_id": new_id(), "user_id": self._user_id, **_sent(body)}
        try:
            task = await self._database.fetch_one(statements.ADD, values)
        except ReferenceViolated:
            raise OwnerMissing from None
        if task is None:
            raise OwnerMissing
        return task

    async def get(self, task_id: str) -> VersionedTask:
        task = await self._database.fetch_one(statements.GET, self._this(task_id))
        if task is None:
            raise RowMissing
        return task

    async def replace(self, task_id: str, body: TaskReplace, if_match: str | None = None) -> VersionedTask:
        return await self._write(statements.REPLACE, task_id, if_match, _sent(body))

    async def update(self, task_id: str, body: TaskUpdate, if_match: str | None = None) -> VersionedTask:
        """Change what was sent; if that is nothing, the version stays too."""
        sent = {name: getattr(body, name) for name in body.model_fields_set}
        if sent:
            values = {**UNCHANGED, **sent, "due_at_given": "due_at" in sent}
            return await self._write(statements.PATCH, task_id, if_match, values)
        task = await self.get(task_id)
        versions = versions_named(if_match)
        if versions is not None and task.version not in versions:
            raise RowStale
        return task

    async def toggle(self, task_id: str, if_match: str | None = None) -> VersionedTask:
        """Turn the completion over."""
        return await self._write(statements.TOGGLE, task_id, if_match, {})

    async def remove(self, task_id: str, if_match: str | None = None) -> None:
        await self._write(statements.DELETE, task_id, if_match, {})

    async def _write(self, write: Write, task_id: str, if_match: str | None, values: dict[str, Any]) -> VersionedTask:
        versions = versions_named(if_match)
        statement = write.always if versions is None else write.if_current
        task = await self._database.fetch_one(statement, {**self._this(task_id), "versions": versions, **values})
        if task is not None:
            return task
        if versions is None:
            raise RowMissing
        await self.get(task_id)  # raises RowMissing if that is the reason
        raise RowStale

    def _this(self, task_id: str) -> dict[str, Any]:
        if not is_id(task_id):
            raise RowMissing
        return {"task_id": task_id, "user_id": self._user_id}


UNCHANGED = {"title": None, "description": None, "completed": None, "priority": None, "due_at": None}


def _sent(body: TaskCreate | TaskReplace) -> dict[str, Any]:
    return {
        "title": body.title,
        "description": body.description,
        "completed": body.completed,
        "priority": body.priority,
        "due_at": body.due_at,
    }
