"""Lists of chat, walked page by page to their end."""

from backend.stores.conversations import OwnedConversations
from generated.schemas import Message


async def messages_of(owned: OwnedConversations, conversation_id: str, limit: int = 100) -> list[Message]:
    found: list[Message] = []
    cursor = None
    while True:
        page = await owned.messages(conversation_id, limit=limit, cursor=cursor)
        found += page.items
        if page.next_cursor is None:
            return found
        assert len(page.items) == limit
        assert len(found) < 1000, "the pages go round in a circle"
        cursor = page.next_cursor


async def walk(owned: OwnedConversations, limit: int) -> list[str]:
    found: list[str] = []
    cursor = None
    while True:
        page = await owned.page(limit=limit, cursor=cursor)
        found += [conversation.id for conversation in page.items]
        if page.next_cursor is None:
            return found
        assert len(page.items) == limit
        assert len(found) < 1000, "the pages go round in a circle"
        cursor = page.next_cursor
