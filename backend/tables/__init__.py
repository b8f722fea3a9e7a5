"""The tables, as SQLModel knows them: statements and migrations are made from these."""

from backend.tables.conversations import ConversationRow, MessageRow
from backend.tables.rate_limits import RateLimitRow
from backend.tables.refused_tokens import RefusedTokenRow
from backend.tables.sessions import SessionRow
from backend.tables.tasks import TaskRow
from backend.tables.users import TombstoneRow, UserRow

__all__ = [
    "ConversationRow",
    "MessageRow",
    "RateLimitRow",
    "RefusedTokenRow",
    "SessionRow",
    "TaskRow",
    "TombstoneRow",
    "UserRow",
]
