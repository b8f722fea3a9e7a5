"""Users, sessions, tasks and rate limits."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    make_rate_limits()
    make_tombstones()
    make_users()
    make_sessions()
    make_tasks()


def make_rate_limits() -> None:
    op.create_table(
        "rate_limits",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("window_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("rate_limits_window_ends_at_index", "rate_limits", ["window_ends_at"], unique=False)


def make_tombstones() -> None:
    op.create_table(
        "tombstones",
        sa.Column("issuer", sa.String(length=255, collation="C"), nullable=False),
        sa.Column("subject", sa.String(length=64, collation="C"), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject"),
    )


def make_users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.String(length=64, collation="C"), nullable=False),
        sa.Column("issuer", sa.String(length=255, collation="C"), nullable=False),
        sa.Column("subject", sa.String(length=64, collation="C"), nullable=False),
        sa.Column("email", sa.String(length=254, collation="C"), nullable=True),
        sa.Column("password_hash", sa.String(length=255, collation="C"), nullable=True),
        sa.Column("name", sa.String(length=100, collation="C"), nullable=False),
        sa.Column("assistant_instructions", sa.String(length=2000, collation="C"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name="users_email_check"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("issuer", "email", name="users_email_key"),
        sa.UniqueConstraint("issuer", "subject", name="users_subject_key"),
    )


def make_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.String(length=64, collation="C"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_agent", sa.String(length=300, collation="C"), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("sessions_created_at_index", "sessions", ["user_id", "created_at", "id"], unique=False)


def make_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.String(length=64, collation="C"), nullable=False),
        sa.Column("title", sa.String(length=200, collation="C"), nullable=False),
        sa.Column("description", sa.String(length=1000, collation="C"), nullable=False),
        sa.Column("completed", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Enum("low", "medium", "high", name="task_priority"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "due_at >= '1970-01-01 00:00:00+00' AND due_at < '3000-01-01 00:00:00+00'", name="tasks_due_at_check"
        ),
        sa.CheckConstraint("title <> ''", name="tasks_title_check"),
        sa.CheckConstraint("version >= 1", name="tasks_version_check"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("tasks_created_at_index", "tasks", ["user_id", "created_at", "id"], unique=False)
    op.create_index("tasks_priority_index", "tasks", ["user_id", "priority", "id"], unique=False)
    op.create_index("tasks_title_index", "tasks", ["user_id", "title", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("tasks_title_index", table_name="tasks")
    op.drop_index("tasks_priority_index", table_name="tasks")
    op.drop_index("tasks_created_at_index", table_name="tasks")
    op.drop_table("tasks")
    sa.Enum(name="task_priority").drop(op.get_bind())
    op.drop_index("sessions_created_at_index", table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("users")
    op.drop_table("tombstones")
    op.drop_index("rate_limits_window_ends_at_index", table_name="rate_limits")
    op.drop_table("rate_limits")
