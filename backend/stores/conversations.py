"""Conversations with the assistant, each within its owner's reach alone."""

from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from backend.cursors import Cursors, Position
from backend.database import Database
from backend.database_errors import ReferenceViolated
from backend.stores import conversation_statements as statements
from backend.stores import message_statements
from backend.stores.ids import is_id, new_id
from backend.stores.message_statements import PlacedMessage
from backend.stores.outcomes import OwnerMissing, RowMissing
from generated.schemas import Conversation, ConversationPage, Message, MessagePage, Role

Row = TypeVar("Row")

TITLE_LENGTH = 80
MORE = "…"


class Said(NamedTuple):
    """A message of the user that is saved: where, and its number there."""

    conversation_id: str
    position: int


class ConversationStore:
    def __init__(self, database: Database, cursors: Cursors) -> None:
        self._database = database
        self._cursors = cursors

    def owned_by(self, user_id: str) -> "OwnedConversations":
        return OwnedConversations(self._database, self._cursors, user_id)


class OwnedConversations:
    """The conversations of one user. Each write is one statement, and so a commit and a round trip."""

    def __init__(self, database: Database, cursors: Cursors, user_id: str) -> None:
        self._database = database
        self._cursors = cursors
        self._user_id = user_id

    async def begin(self, text: str) -> Said:
        """Save a user's message as the first of a new conversation."""
        conversation_id = str(new_id())
        values = {"conversation_id": conversation_id, "title": title_of(text), **self._message(Role.user, text)}
        try:
            saved = await self._database.fetch_one(message_statements.FIRST, values)
        except ReferenceViolated:
            raise OwnerMissing from None
        return Said(conversation_id, _there(saved).position)

    async def add(self, conversation_id: str, text: str) -> Said:
        """Save a user's message as the next one of a conversation."""
        saved = await self._add(conversation_id, self._message(Role.user, text))
        return Said(conversation_id, saved.position)

    async def answer(self, conversation_id: str, text: str, *, cut_off: bool) -> Message:
        """Save a message of the assistant as the next one of a conversation."""
        saved = await self._add(conversation_id, self._message(Role.assistant, text, cut_off=cut_off))
        return saved.message

    async def history(self, said: Said, count: int) -> list[Message]:
        """List the last messages up to that one, the oldest first: never what was saved after it."""
        values = {**self._this(said.conversation_id), "until": said.position, "count": count}
        placed = await self._database.fetch_all(message_statements.HISTORY, values)
        return [message for message, _ in placed]

    async def page(self, *, limit: int = 20, cursor: str | None = None) -> ConversationPage:
        """List conversations, the newest first; BadCursor if the cursor is of another list."""
        scope = ("conversations", self._user_id)
        values: dict[str, Any] = {"user_id": self._user_id, "limit": limit + 1}
        if cursor is not None:
            values["after_created_at"], values["after_id"] = self._cursors.read(cursor, *scope)
        statement = statements.PAGE if cursor is None else statements.NEXT_PAGE
        found = await self._database.fetch_all(statement, values)
        following = None
        if len(found) > limit:
            last = found[limit - 1]
            following = self._cursors.write(Position(last.created_at.isoformat(), UUID(last.id)), *scope)
        return ConversationPage(items=found[:limit], next_cursor=following)

    async def get(self, conversation_id: str) -> Conversation:
        return _there(await self._database.fetch_one(statements.GET, self._this(conversation_id)))

    async def messages(self, conversation_id: str, *, limit: int = 20, cursor: str | None = None) -> MessagePage:
        """List the messages of a conversation, the oldest first; BadCursor if the cursor is of another list."""
        scope = ("messages", self._user_id, conversation_id)
        after = None if cursor is None else int(self._cursors.read(cursor, *scope).key)
        values = {**self._this(conversation_id), "limit": limit + 1, "after": after}
        statement = message_statements.PAGE if after is None else message_statements.NEXT_PAGE
        found = await self._database.fetch_all(statement, values)
        if not found:
            raise RowMissing  # a conversation has a first message, and a cursor was made before a next one
        following = None
        if len(found) > limit:
            last = found[limit - 1]
            following = self._cursors.write(Position(str(last.position), UUID(last.message.id)), *scope)
        return MessagePage(items=[message for message, _ in found[:limit]], next_cursor=following)

    async def remove(self, conversation_id: str) -> None:
        """Delete a conversation and all its messages."""
        if not await self._database.execute(statements.DELETE, self._this(conversation_id)):
            raise RowMissing

    async def _add(self, conversation_id: str, message: dict[str, Any]) -> PlacedMessage:
        values = {**self._this(conversation_id), **message}
        return _there(await self._database.fetch_one(message_statements.NEXT, values))

    def _message(self, role: Role, text: str, *, cut_off: bool = False) -> dict[str, Any]:
        return {
            "message_id": new_id(),
            "user_id": self._user_id,
            "role": role.value,
            "content": text,
            "cut_off": cut_off,
        }

    def _this(self, conversation_id: str) -> dict[str, Any]:
        if not is_id(conversation_id):
            raise RowMissing
        return {"conversation_id": conversation_id, "user_id": self._user_id}


def title_of(text: str) -> str:
    """Return how a message begins: its first line that shows something, in at most 80 characters."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    line = next((line for line in lines if any(map(_shows, line))), MORE)
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - len(MORE)].rstrip() + MORE


def _shows(character: str) -> bool:
    return character.isprintable() and not character.isspace()


def _there(row: Row | None) -> Row:
    if row is None:
        raise RowMissing
    return row
