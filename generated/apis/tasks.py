"""Operations tagged `tasks`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal

from ..schemas import Priority, Task, TaskCreate, TaskPage, TaskReplace, TaskUpdate
from ..security import Caller
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class CreateTask201:
    """201: The task is made."""

    content: Task
    location: str
    etag: str


@dataclass(frozen=True, slots=True)
class GetTask200:
    """200: The task."""

    content: Task
    etag: str


@dataclass(frozen=True, slots=True)
class GetTask304:
    """304: What the client has is still current."""

    etag: str


@dataclass(frozen=True, slots=True)
class ReplaceTask200:
    """200: The task as it is now."""

    content: Task
    etag: str


@dataclass(frozen=True, slots=True)
class UpdateTask200:
    """200: The task as it is now."""

    content: Task
    etag: str


@dataclass(frozen=True, slots=True)
class ToggleTaskCompletion200:
    """200: The task as it is now."""

    content: Task
    etag: str


class TasksApi(ABC):
    """Operations tagged `tasks`. The tasks of one user, seen and changed by that user alone."""

    @abstractmethod
    async def list_tasks(
        self,
        caller: Caller,
        user_id: str,
        *,
        completed: bool | None,
        priority: Priority | None,
        q: str | None,
        sort: Literal[
            "created_at", "-created_at", "due_at", "-due_at", "title", "-title", "priority", "-priority"
        ],
        limit: int,
        cursor: str | None,
    ) -> TaskPage:
        """GET /api/{user_id}/tasks: List tasks."""

    @abstractmethod
    async def create_task(self, caller: Caller, user_id: str, body: TaskCreate) -> CreateTask201:
        """POST /api/{user_id}/tasks: Make a task."""

    @abstractmethod
    async def get_task(
        self, caller: Caller, user_id: str, task_id: str, *, if_none_match: str | None
    ) -> GetTask200 | GetTask304:
        """GET /api/{user_id}/tasks/{task_id}: Get a task."""

    @abstractmethod
    async def replace_task(
        self, caller: Caller, user_id: str, task_id: str, body: TaskReplace, *, if_match: str | None
    ) -> ReplaceTask200:
        """PUT /api/{user_id}/tasks/{task_id}: Replace a task."""

    @abstractmethod
    async def update_task(
        self, caller: Caller, user_id: str, task_id: str, body: TaskUpdate, *, if_match: str | None
    ) -> UpdateTask200:
        """PATCH /api/{user_id}/tasks/{task_id}: Change parts of a task."""

    @abstractmethod
    async def delete_task(self, caller: Caller, user_id: str, task_id: str, *, if_match: str | None) -> None:
        """DELETE /api/{user_id}/tasks/{task_id}: Delete a task."""

    @abstractmethod
    async def toggle_task_completion(
        self, caller: Caller, user_id: str, task_id: str, *, if_match: str | None
    ) -> ToggleTaskCompletion200:
        """PATCH /api/{user_id}/tasks/{task_id}/complete: Turn a task's completion over."""


class UnimplementedTasks(TasksApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def list_tasks(
        self,
        caller: Caller,
        user_id: str,
        *,
        completed: bool | None,
        priority: Priority | None,
        q: str | None,
        sort: Literal[
            "created_at", "-created_at", "due_at", "-due_at", "title", "-title", "priority", "-priority"
        ],
        limit: int,
        cursor: str | None,
    ) -> TaskPage:
        raise Refused(501)

    async def create_task(self, caller: Caller, user_id: str, body: TaskCreate) -> CreateTask201:
        raise Refused(501)

    async def get_task(
        self, caller: Caller, user_id: str, task_id: str, *, if_none_match: str | None
    ) -> GetTask200 | GetTask304:
        raise Refused(501)

    async def replace_task(
        self, caller: Caller, user_id: str, task_id: str, body: TaskReplace, *, if_match: str | None
    ) -> ReplaceTask200:
        raise Refused(501)

    async def update_task(
        self, caller: Caller, user_id: str, task_id: str, body: TaskUpdate, *, if_match: str | None
    ) -> UpdateTask200:
        raise Refused(501)

    async def delete_task(self, caller: Caller, user_id: str, task_id: str, *, if_match: str | None) -> None:
        raise Refused(501)

    async def toggle_task_completion(
        self, caller: Caller, user_id: str, task_id: str, *, if_match: str | None
    ) -> ToggleTaskCompletion200:
        raise Refused(501)
