"""The statements on tasks, each compiled once."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Integer,
    Text,
    any_,
    bindparam,
    case,
    cast,
    collate,
    delete,
    func,
    insert,
    not_,
    select,
    tuple_,
    update,
)
from sqlmodel import col

from backend.statements import Statement
from backend.stores.binds import given
from backend.stores.entity_tags import entity_tag
from backend.stores.task_orders import ORDERS
from backend.tables import TaskRow
from generated.schemas import Task

validate = TypeAdapter(Task).validator.validate_python
"""Half the time of Task(…), on the path of every list."""


class VersionedTask(NamedTuple):
    task: Task
    version: int

    @property
    def etag(self) -> str:
        return entity_tag(self.version)


def make_task(row: Sequence[Any]) -> Task:
    made: Task = validate(
        {
            "id": row[0],
            "title": row[1],
            "description": row[2],
            "completed": row[3],
            "priority": row[4],
            "due_at": row[5],
            "created_at": row[6],
            "updated_at": row[7],
        }
    )
    return made


def make_versioned_task(row: Sequence[Any]) -> VersionedTask:
    return VersionedTask(make_task(row), row[8])


TASK = (
    cast(col(TaskRow.id), Text),
    col(TaskRow.title),
    col(TaskRow.description),
    col(TaskRow.completed),
    col(TaskRow.priority),
    col(TaskRow.due_at),
    col(TaskRow.created_at),
    col(TaskRow.updated_at),
)
VERSION = col(TaskRow.version)

OWNED = col(TaskRow.user_id) == given(col(TaskRow.user_id))
THIS = (col(TaskRow.id) == given(col(TaskRow.id), "task_id"), OWNED)
CURRENT = any_(bindparam("versions", type_=ARRAY(Integer))) == VERSION

SENT: dict[str, Any] = {
    "title": col(TaskRow.title),
    "description": col(TaskRow.description),
    "completed": col(TaskRow.completed),
    "priority": col(TaskRow.priority),
    "due_at": col(TaskRow.due_at),
}
"""What a client sends of a task."""

SENT_VALUES: dict[str, ColumnElement[Any]] = {name: given(column) for name, column in SENT.items()}
PATCHED_VALUES: dict[str, ColumnElement[Any]] = {
    **{name: func.coalesce(given(column), column) for name, column in SENT.items()},
    # The one property for which null is a value.
    "due_at": case((bindparam("due_at_given", type_=Boolean), given(col(TaskRow.due_at))), else_=col(TaskRow.due_at)),
}

ADD = Statement(
    insert(TaskRow)
    .values(
        id=given(col(TaskRow.id), "task_id"),
        user_id=given(col(TaskRow.user_id)),
        created_at=func.now(),
        updated_at=func.now(),
        version=1,
        **SENT_VALUES,
    )
    .returning(*TASK, VERSION),
    make_versioned_task,
)

GET = Statement(select(*TASK, VERSION).where(*THIS), make_versioned_task)


class Write(NamedTuple):
    """A write to one task: at any version, or at one of some."""

    always: Statement[VersionedTask]
    if_current: Statement[VersionedTask]


def _update(values: dict[str, ColumnElement[Any]]) -> Write:
    statement = (
        update(TaskRow)
        .where(*THIS)
        .values(updated_at=func.now(), version=VERSION + 1, **values)
        .returning(*TASK, VERSION)
    )
    return Write(Statement(statement, make_versioned_task), Statement(statement.where(CURRENT), make_versioned_task))


def _delete() -> Write:
    statement = delete(TaskRow).where(*THIS).returning(*TASK, VERSION)
    return Write(Statement(statement, make_versioned_task), Statement(statement.where(CURRENT), make_versioned_task))


REPLACE = _update(SENT_VALUES)
PATCH = _update(PATCHED_VALUES)
TOGGLE = _update({"completed": not_(col(TaskRow.completed))})
DELETE = _delete()


def _holds(column: Any) -> ColumnElement[bool]:
    """Compare in the server's idea of cases; the columns' own collation knows ASCII only."""
    text = func.lower(bindparam("q", type_=Text))
    return func.strpos(func.lower(collate(column, "default")), text) > 0


FILTERS: dict[str, ColumnElement[bool]] = {
    "completed": col(TaskRow.completed) == given(col(TaskRow.completed)),
    "priority": col(TaskRow.priority) == given(col(TaskRow.priority)),
    "q": _holds(col(TaskRow.title)) | _holds(col(TaskRow.description)),
}


@cache
def page(sort: str, filters: frozenset[str], *, begins_after: bool) -> Statement[Task]:
    """Select `limit` tasks that pass the filters, from the first or from the one after (`after_key`, `after_id`).

    There are no more of these than orders times sets of filters times two.
    """
    order = ORDERS[sort]
    place = tuple_(order.key, col(TaskRow.id))
    after = tuple_(given(order.key, "after_key"), given(col(TaskRow.id), "after_id"))
    conditions = [OWNED, *(FILTERS[name] for name in sorted(filters))]
    if begins_after:
        conditions.append(place < after if order.descending else place > after)
    columns = [order.key, col(TaskRow.id)]
    return Statement(
        select(*TASK)
        .where(*conditions)
        .order_by(*(column.desc() if order.descending else column.asc() for column in columns))
        .limit(bindparam("limit", type_=Integer)),
        make_task,
    )
