"""Conversations and messages; users and refused tokens of other issuers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    make_conversations()
    make_messages()
    make_refused_tokens()
    op.create_index("tombstones_subject_index", "tombstones", ["subject"], unique=False)
    op.drop_constraint("users_email_key", "users", type_="unique")
    op.create_index(
        "users_email_key",
        "users",
        ["issuer", "email"],
        unique=True,
        postgresql_where=sa.text("password_hash IS NOT NULL"),
    )


def make_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.String(length=64, collation="C"), nullable=False),
        sa.Column("title", sa.String(length=80, collation="C"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_position", sa.Integer(), nullable=False),
        sa.CheckConstraint("title <> ''", name="conversations_title_check"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("id", "user_id", name="conversations_owner_key"),
    )
    op.create_index("conversations_created_at_index", "conversations", ["user_id", "created_at", "id"], unique=False)


def make_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.String(length=64, collation="C"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.Enum("user", "assistant", name="message_role"), nullable=False),
        sa.Column("content", sa.String(length=16_000, collation="C"), nullable=False),
        sa.Column("cut_off", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("content <> ''", name="messages_content_check"),
        sa.CheckConstraint("position >= 1", name="messages_position_check"),
        sa.ForeignKeyConstraint(
            ["conversation_id", "user_id"],
            ["conversations.id", "conversations.user_id"],
            name="messages_conversation_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation_id", "position", name="messages_position_key"),
    )


def make_refused_tokens() -> None:
    op.create_table(
        "refused_tokens",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("refused_tokens_expires_at_index", "refused_tokens", ["expires_at"], unique=False)


def downgrade() -> None:
    op.drop_index("users_email_key", table_name="users")
    op.create_unique_constraint("users_email_key", "users", ["issuer", "email"])
    op.drop_index("tombstones_subject_index", table_name="tombstones")
    op.drop_index("refused_tokens_expires_at_index", table_name="refused_tokens")
    op.drop_table("refused_tokens")
    op.drop_table("messages")
    sa.Enum(name="message_role").drop(op.get_bind())
    op.drop_index("conversations_created_at_index", table_name="conversations")
    op.drop_table("conversations")
