"""The tasks of one user."""

from urllib.parse import quote

from backend.conditions import names
from backend.stores.tasks import OwnedTasks, Sort, TaskFilters, TaskStore
from generated.apis.tasks import (
    CreateTask201,
    GetTask200,
    GetTask304,
    ReplaceTask200,
    TasksApi,
    ToggleTaskCompletion200,
    UpdateTask200,
)
from generated.schemas import Priority, TaskCreate, TaskPage, TaskReplace, TaskUpdate
from generated.security import Caller


class Tasks(TasksApi):
    def __init__(self, tasks: TaskStore) -> None:
        self._tasks = tasks

    async def list_tasks(
        self,
        caller: Caller,
        user_id: str,
        *,
        completed: bool | None,
        priority: Priority | None,
        q: str | None,
        sort: Sort,
        limit: int,
        cursor: str | None,
    ) -> TaskPage:
        filters = TaskFilters(completed, priority, q)
        return await self._of(caller).page(filters, sort=sort, limit=limit, cursor=cursor)

    async def create_task(self, caller: Caller, user_id: str, body: TaskCreate) -> CreateTask201:
        made = await self._of(caller).add(body)
        location = f"/api/{quote(user_id, safe='')}/tasks/{made.task.id}"
        return CreateTask201(made.task, location, made.etag)

    async def get_task(
        self, caller: Caller, user_id: str, task_id: str, *, if_none_match: str | None
    ) -> GetTask200 | GetTask304:
        found = await self._of(caller).get(task_id)
        if names(if_none_match, found.etag):
            return GetTask304(found.etag)
        return GetTask200(found.task, found.etag)

    async def replace_task(
        self, caller: Caller, user_id: str, task_id: str, body: TaskReplace, *, if_match: str | None
    ) -> ReplaceTask200:
        now = await self._of(caller).replace(task_id, body, if_match)
        return ReplaceTask200(now.task, now.etag)

    async def update_task(
        self, caller: Caller, user_id: str, task_id: str, body: TaskUpdate, *, if_match: str | None
    ) -> UpdateTask200:
        now = await self._of(caller).update(task_id, body, if_match)
        return UpdateTask200(now.task, now.etag)

    async def delete_task(self, caller: Caller, user_id: str, task_id: str, *, if_match: str | None) -> None:
        await self._of(caller).remove(task_id, if_match)

    async def toggle_task_completion(
        self, caller: Caller, user_id: str, task_id: str, *, if_match: str | None
    ) -> ToggleTaskCompletion200:
        now = await self._of(caller).toggle(task_id, if_match)
        return ToggleTaskCompletion200(now.task, now.etag)

    def _of(self, caller: Caller) -> OwnedTasks:
        return self._tasks.owned_by(caller.id)
