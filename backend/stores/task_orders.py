"""The orders that tasks are listed in: what a row is sorted by, in SQL and as text in a cursor."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, cast, func
from sqlmodel import col

from backend.tables import TaskRow
from backend.tables.columns import Moment
from generated.schemas import Task


class Order(NamedTuple):
    """Ascending or descending by `key`, then by id; `text` is a task's key as PostgreSQL reads it."""

    key: ColumnElement[Any]
    descending: bool
    text: Callable[[Task], str]


def _both(name: str, key: Any, text: Callable[[Task], str]) -> dict[str, Order]:
    return {
        name: Order(key, descending=False, text=text),
        f"-{name}": Order(key, descending=True, text=text),
    }


def _due(never: str, *, descending: bool) -> Order:
    """A task without a date comes last: as if it were due after, or before, all others."""
    return Order(
        func.coalesce(col(TaskRow.due_at), cast(never, Moment)),
        descending,
        lambda task: task.due_at.isoformat() if task.due_at else never,
    )


ORDERS: dict[str, Order] = {
    **_both("created_at", col(TaskRow.created_at), lambda task: task.created_at.isoformat()),
    **_both("title", col(TaskRow.title), lambda task: task.title),
    **_both("priority", col(TaskRow.priority), lambda task: task.priority.value),
    "due_at": _due("infinity", descending=False),
    "-due_at": _due("-infinity", descending=True),
}
