"""Sessions: what makes a token of ours good, until it is revoked or expires."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.cursors import Cursors, Position
from backend.database import Database
from backend.database_errors import ReferenceViolated
from backend.stores import session_statements as statements
from backend.stores.ids import is_id, new_id
from backend.stores.outcomes import OwnerMissing, RowMissing
from generated.schemas import SessionPage


class SessionStore:
    def __init__(self, database: Database, cursors: Cursors) -> None:
        self._database = database
        self._cursors = cursors

    def owned_by(self, user_id: str) -> "OwnedSessions":
        return OwnedSessions(self._database, self._cursors, user_id)

    async def live(self, session_id: str, user_id: str) -> bool:
        """Tell whether the user's session has neither ended nor expired: one read by primary key."""
        if not is_id(session_id):
            return False
        values = {"session_id": session_id, "user_id": user_id}
        return await self._database.fetch_one(statements.LIVE, values) is not None


class OwnedSessions:
    """The sessions of one user; those that have expired are none."""

    def __init__(self, database: Database, cursors: Cursors, user_id: str) -> None:
        self._database = database
        self._cursors = cursors
        self._user_id = user_id

    async def create(self, *, expires_at: datetime, user_agent: str | None) -> str:
        """Begin a session, sweep away the user's expired ones, and return its id."""
        session_id = new_id()
        values = {
            "session_id": session_id,
            "user_id": self._user_id,
            "expires_at": expires_at,
            "user_agent": user_agent,
        }
        try:
            await self._database.execute(statements.CREATE, values)
        except ReferenceViolated:
            raise OwnerMissing from None
        return str(session_id)

    async def page(self, current: str, *, limit: int = 20, cursor: str | None = None) -> SessionPage:
        """List them, `current` (an id) first, then the newest first; BadCursor if it is of another list."""
        scope = ("sessions", self._user_id, current)
        values: dict[str, Any] = {"user_id": self._user_id, "current": current, "limit": limit + 1}
        if cursor is not None:
            key, values["after_id"] = self._cursors.read(cursor, *scope)
            values["after_current"], _, values["after_created_at"] = key.partition(" ")
        statement = statements.PAGE if cursor is None else statements.NEXT_PAGE
        sessions = await self._database.fetch_all(statement, values)
        following = None
        if len(sessions) > limit:
            last = sessions[limit - 1]
            key = f"{last.current} {last.created_at.isoformat()}"
            following = self._cursors.write(Position(key, UUID(last.id)), *scope)
        return SessionPage(items=sessions[:limit], next_cursor=following)

    async def revoke(self, session_id: str) -> None:
        values = {"session_id": session_id, "user_id": self._user_id}
        if not is_id(session_id) or not await self._database.execute(statements.REVOKE, values):
            raise RowMissing
