"""The errors that the document declares, as exceptions that a handler raises.

Problem
├── ShopClosed   409 It does not fit what is there.
├── SoldOut   409 It does not fit what is there.
├── TooMany   429 Wait.
├── Counting   503 The stock is being counted; it takes a while.
└── Down   503 The service is down.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from . import schemas
from .support.adapters import Adapter
from .support.formats import DateTimeText, UuidText
from .support.problems import Problem, given


class ShopClosed(Problem):
    """409 Shop closed."""

    status = 409
    type = "about:blank"
    title = "Shop closed"
    error_code = "shop_closed"
    default_detail = "It does not fit what is there."


class SoldOut(Problem):
    """409 Conflict."""

    status = 409
    type = "about:blank"
    title = "Conflict"
    error_code = "sold_out"
    default_detail = "It does not fit what is there."
    member_types = {  # noqa: RUF012
        "left": Adapter(int),
    }

    def __init__(self, detail: str | None = None, *, left: int | None = None) -> None:
        super().__init__(detail, members=given({"left": left}))


class TooMany(Problem):
    """429 Too Many Requests."""

    status = 429
    type = "about:blank"
    title = "Too Many Requests"
    error_code = "too_many"
    default_detail = "Wait."
    member_types = {  # noqa: RUF012
        "trace": Adapter(str | None),
        "limit": Adapter(int),
        "retry_after": Adapter(int),
    }

    def __init__(
        self,
        detail: str | None = None,
        *,
        limit: int,
        retry_after: int | None = None,
        trace: str | None = None,
        body_retry_after: int | None = None,
    ) -> None:
        super().__init__(
            detail,
            headers={
                "Retry-After": retry_after,
            },
            members={"limit": limit, **given({"trace": trace, "retry_after": body_retry_after})},
        )


class Counting(Problem):
    """503 Counting."""

    status = 503
    type = "about:blank"
    title = "Counting"
    error_code = "counting"
    default_detail = "The stock is being counted; it takes a while."
    member_types = {  # noqa: RUF012
        "trace": Adapter(str | None),
        "until": Adapter(DateTimeText),
        "shelf-ids": Adapter(list[UuidText]),
        "counter": Adapter(schemas.Counter),
    }
    fixed_members = {  # noqa: RUF012
        "category": "stock",
    }

    def __init__(
        self,
        detail: str | None = None,
        *,
        retry_after: int,
        until: datetime,
        shelf_ids: list[UUID],
        trace: str | None = None,
        counter: schemas.Counter | None = None,
    ) -> None:
        super().__init__(
            detail,
            headers={
                "Retry-After": retry_after,
            },
            members={"until": until, "shelf-ids": shelf_ids, **given({"trace": trace, "counter": counter})},
        )


class Down(Problem):
    """503 Down."""

    status = 503
    type = "about:blank"
    title = "Down"
    error_code = "down"
    default_detail = "The service is down."
    member_types = {  # noqa: RUF012
        "trace": Adapter(str | None),
    }

    def __init__(self, detail: str | None = None, *, retry_after: int, trace: str | None = None) -> None:
        super().__init__(
            detail,
            headers={
                "Retry-After": retry_after,
            },
            members=given({"trace": trace}),
        )
