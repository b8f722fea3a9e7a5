"""Tasks of users."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Enum, Index
from sqlmodel import Field, SQLModel

from backend.tables.columns import Moment, text

TaskPriority = Enum("low", "medium", "high", name="task_priority")
"""As an order, low < medium < high."""


class TaskRow(SQLModel, table=True):
    """Each write counts `version` up by one: it is what an entity tag names."""

    __tablename__ = "tasks"
    __table_args__ = (
        CheckConstraint("title <> ''", name="tasks_title_check"),
        CheckConstraint(
            "due_at >= '1970-01-01 00:00:00+00' AND due_at < '3000-01-01 00:00:00+00'",
            name="tasks_due_at_check",
        ),
        CheckConstraint("version >= 1", name="tasks_version_check"),
        # One index for each order of the list; by due date the rows of one user are sorted as they are read.
        Index("tasks_created_at_index", "user_id", "created_at", "id"),
        Index("tasks_title_index", "user_id", "title", "id"),
        Index("tasks_priority_index", "user_id", "priority", "id"),
    )

    id: UUID = Field(primary_key=True)
    user_id: str = Field(sa_type=text(64), foreign_key="users.id", ondelete="CASCADE")
    title: str = Field(sa_type=text(200))
    description: str = Field(sa_type=text(1000))
    completed: bool
    priority: str = Field(sa_type=TaskPriority)
    due_at: datetime | None = Field(sa_type=Moment)
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    version: int
