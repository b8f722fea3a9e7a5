"""The statements on sessions, each compiled once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, Integer, Text, bindparam, cast, delete, func, insert, literal_column, select, tuple_
from sqlmodel import col

from backend.statements import Statement
from backend.stores.binds import given
from backend.tables import SessionRow
from generated.schemas import Session


def make_session(row: Sequence[Any]) -> Session:
    return Session(
        id=row[0],
        created_at=row[1],
        expires_at=row[2],
        user_agent=row[3],
        current=row[4],
    )


OWNED = col(SessionRow.user_id) == given(col(SessionRow.user_id))
THIS = (col(SessionRow.id) == given(col(SessionRow.id), "session_id"), OWNED)
ALIVE = col(SessionRow.expires_at) > func.now()

LIVE = Statement(select(literal_column("1")).where(*THIS, ALIVE), tuple)

CREATE = Statement(
    insert(SessionRow)
    .values(
        id=given(col(SessionRow.id), "session_id"),
        user_id=given(col(SessionRow.user_id)),
        created_at=func.now(),
        expires_at=given(col(SessionRow.expires_at)),
        user_agent=given(col(SessionRow.user_agent)),
    )
    .add_cte(delete(SessionRow).where(OWNED, ~ALIVE).cte("expired")),
    tuple,
)

REVOKE = Statement(delete(SessionRow).where(*THIS, ALIVE), tuple)

IS_CURRENT = cast(col(SessionRow.id), Text) == bindparam("current", type_=Text)
PLACE = (IS_CURRENT, col(SessionRow.created_at), col(SessionRow.id))
AFTER = (
    bindparam("after_current", type_=Boolean),
    given(col(SessionRow.created_at), "after_created_at"),
    given(col(SessionRow.id), "after_id"),
)

_PAGE = (
    select(
        cast(col(SessionRow.id), Text),
        col(SessionRow.created_at),
        col(SessionRow.expires_at),
        col(SessionRow.user_agent),
        IS_CURRENT,
    )
    .where(OWNED, ALIVE)
    .order_by(*(column.desc() for column in PLACE))
    .limit(bindparam("limit", type_=Integer))
)
PAGE = Statement(_PAGE, make_session)
NEXT_PAGE = Statement(_PAGE.where(tuple_(*PLACE) < tuple_(*AFTER)), make_session)
