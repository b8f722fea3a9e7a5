"""The errors that the document declares, as exceptions that a handler raises.

Problem
├── DeleteJob404   404 Never was.
├── Missing   404 It is not here.
├── Problem409   409 A response that is called Problem.
├── Missing410   410 It is not here.
└── PutJobDefault   400 to 599 Anything else.
"""

from __future__ import annotations

from .support.failures import Bare


class DeleteJob404(Bare):
    """404 Not Found."""

    status = 404
    type = "about:blank"
    title = "Not Found"
    error_code = "not_found"
    default_detail = "Never was."


class Missing(Bare):
    """404 Not Found."""

    status = 404
    type = "about:blank"
    title = "Not Found"
    error_code = "not_found"
    default_detail = "It is not here."


class Problem409(Bare):
    """409 Conflict."""

    status = 409
    type = "about:blank"
    title = "Conflict"
    error_code = "conflict"
    default_detail = "A response that is called Problem."


class Missing410(Bare):
    """410 Gone."""

    status = 410
    type = "about:blank"
    title = "Gone"
    error_code = "gone"
    default_detail = "It is not here."


class PutJobDefault(Bare):
    """400 to 599 Anything else."""

    status = 500
    statuses = range(400, 600)
    type = "about:blank"
    title = "Internal Server Error"
    error_code = "internal_server_error"
    default_detail = "Anything else."

    def __init__(self, detail: str | None = None, *, status: int = 500) -> None:
        super().__init__(detail, status=status)
