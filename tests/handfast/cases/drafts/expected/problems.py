"""The errors that the document declares, as exceptions that a handler raises.

Problem
├── Nobody   401 Nobody knows who you are.
├── DarkResponse403   403 It is dark.
├── DarkResponse   404 It is dark.
└── DarkResponse422   422 It is dark.
"""

from __future__ import annotations

from . import schemas
from .support.adapters import Adapter
from .support.failures import Failure
from .support.problems import Problem


class Nobody(Problem):
    """401 Nobody."""

    status = 401
    type = "urn:lamps:nobody"
    title = "Nobody"
    error_code = "nobody"
    default_detail = "Nobody knows who you are."


class DarkResponse403(Failure):
    """403 Forbidden."""

    status = 403
    title = "Forbidden"
    media_type = "application/json"
    adapter = Adapter(schemas.Dark)
    refusal = {"why": "dark"}  # noqa: RUF012

    def __init__(self, content: schemas.Dark) -> None:
        super().__init__(content)


class DarkResponse(Failure):
    """404 Not Found."""

    status = 404
    title = "Not Found"
    media_type = "application/json"
    adapter = Adapter(schemas.Dark)
    refusal = {"why": "dark"}  # noqa: RUF012

    def __init__(self, content: schemas.Dark) -> None:
        super().__init__(content)


class DarkResponse422(Failure):
    """422 Unprocessable Entity."""

    status = 422
    title = "Unprocessable Entity"
    media_type = "application/json"
    adapter = Adapter(schemas.Dark)
    refusal = {"why": "dark"}  # noqa: RUF012

    def __init__(self, content: schemas.Dark) -> None:
        super().__init__(content)
