"""Log-ins that have not ended."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from backend.tables.columns import Moment, text


class SessionRow(SQLModel, table=True):
    """A token of ours is good as long as the session that it names is here and has not expired."""

    __tablename__ = "sessions"
    __table_args__ = (Index("sessions_created_at_index", "user_id", "created_at", "id"),)

    id: UUID = Field(primary_key=True)
    user_id: str = Field(sa_type=text(64), foreign_key="users.id", ondelete="CASCADE")
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    user_agent: str | None = Field(sa_type=text(300))
