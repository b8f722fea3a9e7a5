"""The tables, as SQLModel knows them: statements and migrations are made from these."""

from backend.tables.rate_limits import RateLimitRow
from backend.tables.sessions import SessionRow
from backend.tables.tasks import TaskRow
from backend.tables.users import TombstoneRow, UserRow

__all__ = ["RateLimitRow", "SessionRow", "TaskRow", "TombstoneRow", "UserRow"]
