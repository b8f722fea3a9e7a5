"""Pages of conversations and of their messages: every one once, and in order."""

import psycopg
import pytest

from backend.cursors import BadCursor
from backend.stores.conversations import OwnedConversations
from tests.backend.walks import messages_of, walk

pytestmark = pytest.mark.anyio


async def test_pages_of_conversations(of_ada: OwnedConversations, of_eve: OwnedConversations) -> None:
    begun = [(await of_ada.begin(str(number))).conversation_id for number in range(7)]
    await of_eve.begin("hers")
    for limit in (1, 2, 3, 6, 7, 100):
        assert await walk(of_ada, limit) == begun[::-1]
    await of_ada.add(begun[0], "the order is that of beginnings")
    assert await walk(of_ada, 100) == begun[::-1]


async def test_conversations_that_began_at_once(of_ada: OwnedConversations, url: str) -> None:
    begun = [(await of_ada.begin(str(number))).conversation_id for number in range(7)]
    async with await psycopg.AsyncConnection.connect(url) as connection:
        await connection.execute("UPDATE conversations SET created_at = '2026-01-01'")
    for limit in (1, 2, 7):
        assert await walk(of_ada, limit) == sorted(begun, reverse=True)


async def test_page_while_others_come_and_go(of_ada: OwnedConversations) -> None:
    begun = [(await of_ada.begin(str(number))).conversation_id for number in range(9)]
    page = await of_ada.page(limit=2)
    seen = [conversation.id for conversation in page.items]
    while page.next_cursor:
        await of_ada.begin("new")
        await of_ada.remove(seen[-1])
        page = await of_ada.page(limit=2, cursor=page.next_cursor)
        seen += [conversation.id for conversation in page.items]
    assert seen == begun[::-1]


async def test_pages_of_messages(of_ada: OwnedConversations) -> None:
    conversation = (await of_ada.begin("1")).conversation_id
    for number in range(2, 8):
        await of_ada.add(conversation, str(number))
    for limit in (1, 2, 3, 6, 7, 100):
        found = await messages_of(of_ada, conversation, limit)
        assert [message.content for message in found] == ["1", "2", "3", "4", "5", "6", "7"]


async def test_page_of_messages_while_others_come(of_ada: OwnedConversations) -> None:
    conversation = (await of_ada.begin("1")).conversation_id
    await of_ada.add(conversation, "2")
    page = await of_ada.messages(conversation, limit=1)
    await of_ada.add(conversation, "3")
    page = await of_ada.messages(conversation, limit=2, cursor=page.next_cursor)
    assert [message.content for message in page.items] == ["2", "3"]
    assert page.next_cursor is None


async def test_cursor_of_another_list(of_ada: OwnedConversations, of_eve: OwnedConversations) -> None:
    one, two = [(await of_ada.begin("1")).conversation_id for _ in range(2)]
    await of_ada.add(one, "2")
    of_list = (await of_ada.page(limit=1)).next_cursor
    of_messages = (await of_ada.messages(one, limit=1)).next_cursor
    await of_ada.page(cursor=of_list)
    await of_ada.messages(one, cursor=of_messages)
    for wrong in (
        of_ada.messages(two, cursor=of_messages),
        of_eve.messages(one, cursor=of_messages),
        of_ada.messages(one, cursor=of_list),
        of_ada.page(cursor=of_messages),
        of_eve.page(cursor=of_list),
        of_ada.page(cursor="A"),
    ):
        with pytest.raises(BadCursor):
            await wrong
