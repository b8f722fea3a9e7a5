"""Accounts, and what is left of deleted ones."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from backend.tables.columns import Moment, text


class UserRow(SQLModel, table=True):
    """A user is who an issuer says they are: (issuer, subject); an e-mail address joins nobody to anybody."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("issuer", "subject", name="users_subject_key"),
        # Of those who registered here. What another issuer says of its users' addresses is its own affair.
        Index("users_email_key", "issuer", "email", unique=True, postgresql_where=sql("password_hash IS NOT NULL")),
        CheckConstraint("email = lower(email)", name="users_email_check"),
    )

    id: str = Field(sa_type=text(64), primary_key=True)
    issuer: str = Field(sa_type=text(255))
    subject: str = Field(sa_type=text(64))
    email: str | None = Field(sa_type=text(254))  # null: the issuer tells none
    password_hash: str | None = Field(sa_type=text(255))  # null: another issuer checks the password
    name: str = Field(sa_type=text(100))
    assistant_instructions: str = Field(sa_type=text(2000))
    created_at: datetime = Field(sa_type=Moment)


class TombstoneRow(SQLModel, table=True):
    """Refuses the tokens of a deleted user that another issuer made and will go on taking for good."""

    __tablename__ = "tombstones"
    __table_args__ = (Index("tombstones_subject_index", "subject"),)

    issuer: str = Field(sa_type=text(255), primary_key=True)
    subject: str = Field(sa_type=text(64), primary_key=True)
    deleted_at: datetime = Field(sa_type=Moment)
