"""The errors that the document declares, as exceptions that a handler raises.

Problem
├── Missing4XX   400 to 499 No such job.
├── Missing   404 No such job.
├── GetJob409Json   409 Held.
├── GetJob409Plain   409 Held.
└── GetJobDefault   400 to 599 Anything else.
"""

from __future__ import annotations

from . import schemas
from .support.adapters import Adapter
from .support.failures import Failure


class Missing4XX(Failure):
    """400 to 499 No such job."""

    status = 400
    statuses = range(400, 500)
    title = "Bad Request"
    media_type = "application/json"
    adapter = Adapter(schemas.Error)

    def __init__(self, content: schemas.Error, *, status: int = 400, retry_after: int | None = None) -> None:
        super().__init__(
            content,
            status=status,
            headers={
                "Retry-After": retry_after,
            },
        )


class Missing(Failure):
    """404 Not Found."""

    status = 404
    title = "Not Found"
    media_type = "application/json"
    adapter = Adapter(schemas.Error)

    def __init__(self, content: schemas.Error, *, retry_after: int | None = None) -> None:
        super().__init__(
            content,
            headers={
                "Retry-After": retry_after,
            },
        )


class GetJob409Json(Failure):
    """409 Conflict."""

    status = 409
    title = "Conflict"
    media_type = "application/json"
    adapter = Adapter(schemas.GetJob409Response)

    def __init__(self, content: schemas.GetJob409Response) -> None:
        super().__init__(content)


class GetJob409Plain(Failure):
    """409 Conflict."""

    status = 409
    title = "Conflict"
    media_type = "text/plain"

    def __init__(self, content: str) -> None:
        super().__init__(content)


class GetJobDefault(Failure):
    """400 to 599 Anything else."""

    status = 500
    statuses = range(400, 600)
    title = "Internal Server Error"
    media_type = "application/json"
    adapter = Adapter(schemas.Error)

    def __init__(self, content: schemas.Error, *, status: int = 500) -> None:
        super().__init__(content, status=status)
