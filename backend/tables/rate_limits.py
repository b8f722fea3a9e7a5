"""How often something was tried."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from backend.tables.columns import Moment


class RateLimitRow(SQLModel, table=True):
    """`key` is a digest: neither an address nor an e-mail can be read from it."""

    __tablename__ = "rate_limits"
    __table_args__ = (Index("rate_limits_window_ends_at_index", "window_ends_at"),)

    key: bytes = Field(sa_type=LargeBinary, primary_key=True)
    window_ends_at: datetime = Field(sa_type=Moment)
    count: int
