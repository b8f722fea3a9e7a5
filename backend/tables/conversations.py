"""Conversations of users with the assistant, and what was said in them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Enum, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.tables.columns import Moment, text

MessageRole = Enum("user", "assistant", name="message_role")


class ConversationRow(SQLModel, table=True):
    """`last_position` is that of its newest message: who adds one takes the next, and holds the row until then."""

    __tablename__ = "conversations"
    __table_args__ = (
        CheckConstraint("title <> ''", name="conversations_title_check"),
        UniqueConstraint("id", "user_id", name="conversations_owner_key"),  # what messages refer to
        Index("conversations_created_at_index", "user_id", "created_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    user_id: str = Field(sa_type=text(64), foreign_key="users.id", ondelete="CASCADE")
    title: str = Field(sa_type=text(80))
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    last_position: int


class MessageRow(SQLModel, table=True):
    """Messages are numbered within their conversation, in the order in which they were saved."""

    __tablename__ = "messages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["conversation_id", "user_id"],
            ["conversations.id", "conversations.user_id"],
            name="messages_conversation_fkey",
            ondelete="CASCADE",
        ),
        UniqueConstraint("conversation_id", "position", name="messages_position_key"),  # the order of the list
        CheckConstraint("content <> ''", name="messages_content_check"),
        CheckConstraint("position >= 1", name="messages_position_check"),
    )

    id: UUID = Field(primary_key=True)
    conversation_id: UUID
    user_id: str = Field(sa_type=text(64))
    position: int
    role: str = Field(sa_type=MessageRole)
    content: str = Field(sa_type=text(16_000))
    cut_off: bool
    created_at: datetime = Field(sa_type=Moment)
