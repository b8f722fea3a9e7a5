"""The errors that the document declares, as exceptions that a handler raises.

Problem
├── GetA400   400 bad
├── GetA400Json   400 bad
├── GetA404Any   404 none
├── GetA404Json   404 none
├── GetA409Css   409 none
├── GetA409Json   409 none
├── GetADefault   400 to 599 other
└── GetADefaultJson   400 to 599 other
"""

from __future__ import annotations

from typing import Literal

from . import schemas
from .support.adapters import Adapter
from .support.failures import Failure
from .support.problems import Problem, given


class GetA400(Problem):
    """400 Bad Request."""

    status = 400
    type = "about:blank"
    title = "Bad Request"
    error_code = "bad_request"
    default_detail = "bad"
    member_types = {  # noqa: RUF012
        "code": Adapter(str),
    }

    def __init__(self, detail: str | None = None, *, code: str | None = None) -> None:
        super().__init__(detail, members=given({"code": code}))


class GetA400Json(Failure):
    """400 Bad Request."""

    status = 400
    title = "Bad Request"
    media_type = "application/json"
    adapter = Adapter(schemas.E)
    refusal = {"message": "{detail}"}  # noqa: RUF012

    def __init__(self, content: schemas.E) -> None:
        super().__init__(content)


class GetA404Any(Failure):
    """404 Not Found."""

    status = 404
    title = "Not Found"
    media_type = "image/png"

    def __init__(
        self, content: bytes, *, media_type: Literal["image/png", "image/svg+xml"] = "image/png"
    ) -> None:
        super().__init__(content, media_type=media_type)


class GetA404Json(Failure):
    """404 Not Found."""

    status = 404
    title = "Not Found"
    media_type = "application/json"
    adapter = Adapter(schemas.E)
    refusal = {"message": "{detail}"}  # noqa: RUF012

    def __init__(self, content: schemas.E) -> None:
        super().__init__(content)


class GetA409Css(Failure):
    """409 Conflict."""

    status = 409
    title = "Conflict"
    media_type = "text/css"
    refusal = "{detail}"

    def __init__(self, content: str, *, media_type: Literal["text/css", "text/csv"] = "text/css") -> None:
        super().__init__(content, media_type=media_type)


class GetA409Json(Failure):
    """409 Conflict."""

    status = 409
    title = "Conflict"
    media_type = "text/json"
    media_types = (
        "text/json",
        "application/json",
    )
    adapter = Adapter(schemas.E)
    refusal = {"message": "{detail}"}  # noqa: RUF012

    def __init__(self, content: schemas.E) -> None:
        super().__init__(content)


class GetADefault(Problem):
    """400 to 599 other."""

    status = 500
    statuses = range(400, 600)
    type = "about:blank"
    title = "Internal Server Error"
    error_code = "internal_server_error"
    default_detail = "other"
    member_types = {  # noqa: RUF012
        "code": Adapter(str),
    }

    def __init__(self, detail: str | None = None, *, status: int = 500, code: str | None = None) -> None:
        super().__init__(detail, status=status, members=given({"code": code}))


class GetADefaultJson(Failure):
    """400 to 599 other."""

    status = 500
    statuses = range(400, 600)
    title = "Internal Server Error"
    media_type = "application/json"
    adapter = Adapter(schemas.E)
    refusal = {"message": "{detail}"}  # noqa: RUF012

    def __init__(self, content: schemas.E, *, status: int = 500) -> None:
        super().__init__(content, status=status)
