"""The statements on messages, each compiled once."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import Integer, Text, bindparam, cast, func, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate
from sqlmodel import col

from backend.statements import Statement
from backend.stores.binds import given
from backend.tables import ConversationRow, MessageRow
from generated.schemas import Message

validate = TypeAdapter(Message).validator.validate_python
"""Half the time of Message(…), on the path of every list."""


class PlacedMessage(NamedTuple):
    """A message, and its number within its conversation."""

    message: Message
    position: int


def make_message(row: Sequence[Any]) -> PlacedMessage:
    message: Message = validate(
        {"id": row[0], "role": row[1], "content": row[2], "cut_off": row[3], "created_at": row[4]}
    )
    return PlacedMessage(message, row[5])


MESSAGE = (
    cast(col(MessageRow.id), Text),
    col(MessageRow.role),
    col(MessageRow.content),
    col(MessageRow.cut_off),
    col(MessageRow.created_at),
    col(MessageRow.position),
)
IN_CONVERSATION = (
    col(MessageRow.conversation_id) == given(col(MessageRow.conversation_id)),
    col(MessageRow.user_id) == given(col(MessageRow.user_id)),
)


def _added(write: ReturningInsert[*tuple[Any, ...]] | ReturningUpdate[*tuple[Any, ...]]) -> Statement[PlacedMessage]:
    """Save a message at the position that a write to its conversation takes: both in one statement."""
    conversation = write.cte("conversation")
    columns = {
        "id": given(col(MessageRow.id), "message_id"),
        "conversation_id": conversation.c.id,
        "user_id": conversation.c.user_id,
        "position": conversation.c.last_position,
        "role": given(col(MessageRow.role)),
        "content": given(col(MessageRow.content)),
        "cut_off": given(col(MessageRow.cut_off)),
        "created_at": conversation.c.updated_at,
    }
    saved = insert(MessageRow).from_select(list(columns), select(*columns.values())).returning(*MESSAGE)
    return Statement(saved, make_message)


TAKEN = (
    col(ConversationRow.id),
    col(ConversationRow.user_id),
    col(ConversationRow.last_position),
    col(ConversationRow.updated_at),
)

FIRST = _added(
    insert(ConversationRow)
    .values(
        id=given(col(MessageRow.conversation_id)),
        user_id=given(col(ConversationRow.user_id)),
        title=given(col(ConversationRow.title)),
        created_at=func.now(),
        updated_at=func.now(),
        last_position=1,
    )
    .returning(*TAKEN)
)
"""Begin a conversation with its first message."""

NEXT = _added(
    update(ConversationRow)
    .where(
        col(ConversationRow.id) == given(col(MessageRow.conversation_id)),
        col(ConversationRow.user_id) == given(col(ConversationRow.user_id)),
    )
    # Whoever comes second waits for the row, and works on what the first one left: positions follow the commits,
    # and so does the clock, which is read again then. One that was set back stands still meanwhile.
    .values(
        last_position=col(ConversationRow.last_position) + 1,
        updated_at=func.greatest(func.clock_timestamp(), col(ConversationRow.updated_at)),
    )
    .returning(*TAKEN)
)
"""Go on with a conversation: no row if there is none."""

# Positions have no gaps: messages are neither moved nor taken out.
HISTORY = Statement(
    select(*MESSAGE)
    .where(
        *IN_CONVERSATION,
        col(MessageRow.position) <= bindparam("until", type_=Integer),
        col(MessageRow.position) > bindparam("until", type_=Integer) - bindparam("count", type_=Integer),
    )
    .order_by(col(MessageRow.position)),
    make_message,
)
"""The last `count` messages up to the one at `until`, the oldest first."""

_PAGE = (
    select(*MESSAGE).where(*IN_CONVERSATION).order_by(col(MessageRow.position)).limit(bindparam("limit", type_=Integer))
)
PAGE = Statement(_PAGE, make_message)
NEXT_PAGE = Statement(_PAGE.where(col(MessageRow.position) > given(col(MessageRow.position), "after")), make_message)
