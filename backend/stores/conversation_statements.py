"""The statements on conversations, each compiled once; a conversation changes only when a message is saved."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, Text, bindparam, cast, delete, select, tuple_
from sqlmodel import col

from backend.statements import Statement
from backend.stores.binds import given
from backend.tables import ConversationRow
from generated.schemas import Conversation


def make_conversation(row: Sequence[Any]) -> Conversation:
    return Conversation(id=row[0], title=row[1], created_at=row[2], updated_at=row[3])


CONVERSATION = (
    cast(col(ConversationRow.id), Text),
    col(ConversationRow.title),
    col(ConversationRow.created_at),
    col(ConversationRow.updated_at),
)

OWNED = col(ConversationRow.user_id) == given(col(ConversationRow.user_id))
THIS = (col(ConversationRow.id) == given(col(ConversationRow.id), "conversation_id"), OWNED)

GET = Statement(select(*CONVERSATION).where(*THIS), make_conversation)
DELETE = Statement(delete(ConversationRow).where(*THIS), tuple)

PLACE = (col(ConversationRow.created_at), col(ConversationRow.id))
AFTER = (given(col(ConversationRow.created_at), "after_created_at"), given(col(ConversationRow.id), "after_id"))

_PAGE = (
    select(*CONVERSATION)
    .where(OWNED)
    .order_by(*(column.desc() for column in PLACE))
    .limit(bindparam("limit", type_=Integer))
)
PAGE = Statement(_PAGE, make_conversation)
NEXT_PAGE = Statement(_PAGE.where(tuple_(*PLACE) < tuple_(*AFTER)), make_conversation)
