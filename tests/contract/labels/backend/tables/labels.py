"""Labels of users."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.tables.columns import Moment, text


class LabelRow(SQLModel, table=True):
    __tablename__ = "labels"
    __table_args__ = (UniqueConstraint("user_id", "name", name="labels_name_key"),)

    id: UUID = Field(primary_key=True)
    user_id: str = Field(sa_type=text(64), foreign_key="users.id", ondelete="CASCADE")
    name: str = Field(sa_type=text(60))
    colour: str = Field(sa_type=text(10))
    note: str = Field(sa_type=text(200))
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    version: int
