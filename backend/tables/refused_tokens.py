"""Tokens of other issuers that their users have logged out."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from backend.tables.columns import Moment


class RefusedTokenRow(SQLModel, table=True):
    """`digest` is of what was signed: no token can be read from it. After `expires_at` it refuses itself."""

    __tablename__ = "refused_tokens"
    __table_args__ = (Index("refused_tokens_expires_at_index", "expires_at"),)

    digest: bytes = Field(sa_type=LargeBinary, primary_key=True)
    expires_at: datetime = Field(sa_type=Moment)
