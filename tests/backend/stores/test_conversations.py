"""Conversations: what is said stays in its order, and with its owner."""

import asyncio
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from backend.statements import Statement
from backend.stores import conversation_statements, message_statements
from backend.stores.conversations import ConversationStore, OwnedConversations, title_of
from backend.stores.outcomes import OwnerMissing, RowMissing
from backend.stores.users import UserStore
from generated.schemas import Role, User
from tests.backend.walks import messages_of, walk

pytestmark = pytest.mark.anyio

SECRET = b"a secret of the tests, 32 bytes!"
NO_IDS = ("", "no uuid", "\x00", "\ud800", str(uuid4()).upper())


async def test_begin(of_ada: OwnedConversations) -> None:
    said = await of_ada.begin("What is due\nthis week?")
    assert said.position == 1
    conversation = await of_ada.get(said.conversation_id)
    assert conversation.title == "What is due"
    (message,) = await messages_of(of_ada, said.conversation_id)
    assert (message.role, message.content, message.cut_off) == (Role.user, "What is due\nthis week?", False)
    assert message.created_at == conversation.updated_at == conversation.created_at
    assert {UUID(message.id).version, UUID(conversation.id).version} == {7}


async def test_going_on(of_ada: OwnedConversations) -> None:
    conversation = (await of_ada.begin("one")).conversation_id
    answered = await of_ada.answer(conversation, "two", cut_off=True)
    assert (answered.role, answered.content, answered.cut_off) == (Role.assistant, "two", True)
    said = await of_ada.add(conversation, "three")
    assert said == (conversation, 3)
    messages = await messages_of(of_ada, conversation)
    assert [message.content for message in messages] == ["one", "two", "three"]
    assert messages[1] == answered
    found = await of_ada.get(conversation)
    assert (found.title, found.updated_at) == ("one", messages[2].created_at)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("What is due?", "What is due?"),
        ("\n \t\n  What\tis   due? \nThis week.", "What is due?"),
        ("a" * 80, "a" * 80),
        ("a" * 81, "a" * 79 + "…"),
        ("\U0001f989" * 4000, "\U0001f989" * 79 + "…"),
        ("a" * 78 + " b c", "a" * 78 + "…"),
        ("👩‍🚀 and her tasks", "👩‍🚀 and her tasks"),
        *((blank, "…") for blank in (" ", "\n\n", "\u00a0\u3000", "\u200b", "\x01 \x1b", "\t\v\f\r")),
    ],
)
async def test_title(of_ada: OwnedConversations, text: str, title: str) -> None:
    assert title_of(text) == title
    said = await of_ada.begin(text)
    assert (await of_ada.get(said.conversation_id)).title == title
    assert (await messages_of(of_ada, said.conversation_id))[0].content == text


async def test_saved_in_one_round_trip(of_ada: OwnedConversations, monkeypatch: pytest.MonkeyPatch) -> None:
    statements: list[Any] = []
    execute: Any = psycopg.AsyncCursor.execute

    def noted(*arguments: Any) -> Any:
        statements.append(arguments)
        return execute(*arguments)

    monkeypatch.setattr(psycopg.AsyncCursor, "execute", noted)
    said = await of_ada.begin("one")
    assert len(statements) == 1
    await of_ada.add(said.conversation_id, "two")
    assert len(statements) == 2
    await of_ada.answer(said.conversation_id, "three", cut_off=False)
    assert len(statements) == 3


async def test_at_once(of_ada: OwnedConversations) -> None:
    conversation = (await of_ada.begin("0")).conversation_id
    said = await asyncio.gather(*(of_ada.add(conversation, str(number)) for number in range(1, 21)))
    assert sorted(one.position for one in said) == list(range(2, 22))
    messages = await messages_of(of_ada, conversation)
    assert [messages[one.position - 1].content for one in said] == [str(number) for number in range(1, 21)]
    assert all(earlier.created_at <= later.created_at for earlier, later in pairwise(messages))
    assert (await of_ada.get(conversation)).updated_at == messages[-1].created_at


async def test_order_when_one_waits_for_another(of_ada: OwnedConversations, url: str) -> None:
    """The one that began to write later, but got the row first, is the earlier one by place and by time."""
    conversation = (await of_ada.begin("one")).conversation_id
    lock = "UPDATE conversations SET last_position = 2, updated_at = clock_timestamp() RETURNING updated_at"
    async with await psycopg.AsyncConnection.connect(url) as other:
        await other.execute("SELECT FROM conversations FOR UPDATE")
        waiting = asyncio.create_task(of_ada.add(conversation, "three"))
        await until_one_waits(other)
        row = await (await other.execute(lock)).fetchone()
    assert row is not None
    assert (await waiting).position == 3
    assert (await messages_of(of_ada, conversation))[-1].created_at > row[0]


async def test_clock_that_was_set_back(of_ada: OwnedConversations, url: str) -> None:
    conversation = (await of_ada.begin("one")).conversation_id
    async with await psycopg.AsyncConnection.connect(url) as other:
        await other.execute("UPDATE conversations SET updated_at = '2999-01-01'")
    await of_ada.add(conversation, "two")
    later = (await messages_of(of_ada, conversation))[-1]
    assert later.created_at.year == 2999


async def until_one_waits(connection: psycopg.AsyncConnection) -> None:
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with asyncio.timeout(30):
        while await (await connection.execute(query)).fetchone() == (0,):
            await connection.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees one state else
            await asyncio.sleep(0.005)


async def test_history(of_ada: OwnedConversations) -> None:
    said = [await of_ada.begin("1")]
    said += [await of_ada.add(said[0].conversation_id, str(number)) for number in range(2, 8)]

    async def contents(position: int, count: int) -> list[str]:
        return [message.content for message in await of_ada.history(said[position - 1], count)]

    assert await contents(7, 3) == ["5", "6", "7"]
    assert await contents(7, 1) == ["7"]
    assert await contents(7, 1000) == ["1", "2", "3", "4", "5", "6", "7"]
    assert await contents(4, 3) == ["2", "3", "4"]  # what was saved after it is not before it
    assert await contents(1, 20) == ["1"]


async def test_history_of_one_that_is_gone(of_ada: OwnedConversations) -> None:
    said = await of_ada.begin("one")
    await of_ada.remove(said.conversation_id)
    assert await of_ada.history(said, 20) == []


async def test_remove(of_ada: OwnedConversations, url: str) -> None:
    gone, kept = [(await of_ada.begin("one")).conversation_id for _ in range(2)]
    await of_ada.remove(gone)
    for missing in (gone, str(uuid4()), *NO_IDS):
        for asked in (
            of_ada.get(missing),
            of_ada.messages(missing),
            of_ada.add(missing, "two"),
            of_ada.answer(missing, "two", cut_off=False),
            of_ada.remove(missing),
        ):
            with pytest.raises(RowMissing):
                await asked
    assert await walk(of_ada, 100) == [kept]
    assert await count(url, "messages") == 1


async def test_removed_while_its_messages_are_listed(of_ada: OwnedConversations) -> None:
    conversation = (await of_ada.begin("one")).conversation_id
    await of_ada.add(conversation, "two")
    cursor = (await of_ada.messages(conversation, limit=1)).next_cursor
    await of_ada.remove(conversation)
    with pytest.raises(RowMissing):
        await of_ada.messages(conversation, limit=1, cursor=cursor)


async def test_user_does_not_reach_other(of_ada: OwnedConversations, of_eve: OwnedConversations) -> None:
    assert {name for name in vars(OwnedConversations) if not name.startswith("_")} == {
        "begin", "add", "answer", "history", "page", "get", "messages", "remove"
    }  # fmt: skip
    said = await of_ada.begin("one")
    conversation = said.conversation_id
    before = (await of_ada.get(conversation), await messages_of(of_ada, conversation))
    for asked in (
        of_eve.get(conversation),
        of_eve.messages(conversation),
        of_eve.add(conversation, "two"),
        of_eve.answer(conversation, "two", cut_off=False),
        of_eve.remove(conversation),
    ):
        with pytest.raises(RowMissing):
            await asked
    assert await of_eve.history(said, 20) == []
    assert (await of_eve.page()).items == []
    assert (await of_ada.get(conversation), await messages_of(of_ada, conversation)) == before


def test_no_query_without_an_owner() -> None:
    assert {name for name in vars(ConversationStore) if not name.startswith("_")} == {"owned_by"}


async def test_of_a_user_deleted_meanwhile(
    users: UserStore, of_ada: OwnedConversations, of_eve: OwnedConversations, ada: User, url: str
) -> None:
    conversation = (await of_ada.begin("one")).conversation_id
    await of_ada.answer(conversation, "two", cut_off=False)
    hers = (await of_eve.begin("one")).conversation_id
    await users.delete(ada.id)
    with pytest.raises(OwnerMissing):
        await of_ada.begin("two")
    with pytest.raises(RowMissing):
        await of_ada.answer(conversation, "two", cut_off=False)
    assert (await count(url, "conversations"), await count(url, "messages")) == (1, 1)
    assert len(await messages_of(of_eve, hers)) == 1


async def test_longest_messages(of_ada: OwnedConversations) -> None:
    said = await of_ada.begin("\U0001f989" * 4000)
    answer = await of_ada.answer(said.conversation_id, "\U0001f989" * 16_000, cut_off=True)
    assert (await messages_of(of_ada, said.conversation_id))[1].content == answer.content == "\U0001f989" * 16_000


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (conversation_statements.PAGE, "conversations_created_at_index"),
        (conversation_statements.NEXT_PAGE, "conversations_created_at_index"),
        (message_statements.PAGE, "messages_position_key"),
        (message_statements.NEXT_PAGE, "messages_position_key"),
        (message_statements.HISTORY, "messages_position_key"),
    ],
)
async def test_an_index_has_the_order(url: str, statement: Statement[object], index: str) -> None:
    values = {
        "user_id": "u",
        "conversation_id": uuid4(),
        "limit": 21,
        "after_created_at": "2030-01-01",
        "after_id": uuid4(),
        "after": 7,
        "until": 7,
        "count": 20,
    }
    async with await psycopg.AsyncConnection.connect(url) as connection:
        await connection.execute("SET LOCAL enable_seqscan = off")
        await connection.execute("SET LOCAL enable_bitmapscan = off")
        explained = await connection.execute(b"EXPLAIN " + statement.text, statement.values(values))
        plan = "\n".join(str(line) for (line,) in await explained.fetchall())
    assert index in plan
    assert "Sort" not in plan


async def count(url: str, table: str) -> int:
    from psycopg.sql import SQL, Identifier

    async with await psycopg.AsyncConnection.connect(url) as connection:
        query = SQL("SELECT count(*) FROM {}").format(Identifier(table))
        row = await (await connection.execute(query)).fetchone()
    assert row is not None
    return int(row[0])
