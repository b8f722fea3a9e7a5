"""The errors that the document declares, as exceptions that a handler raises.

Problem
├── ClientError   400 to 499 Something else: see the log, which has more to say.
├── NotFound   401 Not here, and nobody says why.
├── NotFound404   404 Not found
├── NotFoundError   404 Not found
├── GetPet409   409 Another one has the name.
├── Gone   410 Not found
├── DeleteShop422   422 It has pets.
├── ValidationError   422 Validation Error
├── UnexpectedError   400 to 599 Response
├── ServiceUnavailable   503 Later, as there is no room for any of them now.
└── ServiceUnavailable503   503 Service Unavailable
"""

from __future__ import annotations

from . import schemas
from .support.adapters import Adapter
from .support.failures import Bare, Failure


class ClientError(Bare):
    """400 to 499 Something else: see the log, which has more to say."""

    status = 400
    statuses = range(400, 500)
    type = "about:blank"
    title = "Bad Request"
    error_code = "bad_request"
    default_detail = "Something else: see the log, which has more to say."

    def __init__(self, detail: str | None = None, *, status: int = 400) -> None:
        super().__init__(detail, status=status)


class NotFound(Bare):
    """401 Unauthorized."""

    status = 401
    type = "about:blank"
    title = "Unauthorized"
    error_code = "unauthorized"
    default_detail = "Not here, and nobody says why."


class NotFound404(Bare):
    """404 Not Found."""

    status = 404
    type = "about:blank"
    title = "Not Found"
    error_code = "not_found"
    default_detail = "Not found"


class NotFoundError(Failure):
    """404 Not Found."""

    status = 404
    title = "Not Found"
    media_type = "application/json"
    adapter = Adapter(schemas.Error)
    refusal = {"code": "{status}"}  # noqa: RUF012

    def __init__(self, content: schemas.Error) -> None:
        super().__init__(content)


class GetPet409(Failure):
    """409 Conflict."""

    status = 409
    title = "Conflict"
    media_type = "text/plain"
    refusal = "{detail}"

    def __init__(self, content: str) -> None:
        super().__init__(content)


class Gone(Bare):
    """410 Gone."""

    status = 410
    type = "about:blank"
    title = "Gone"
    error_code = "gone"
    default_detail = "Not found"


class DeleteShop422(Bare):
    """422 Unprocessable Entity."""

    status = 422
    type = "about:blank"
    title = "Unprocessable Entity"
    error_code = "unprocessable_entity"
    default_detail = "It has pets."


class ValidationError(Failure):
    """422 Unprocessable Entity."""

    status = 422
    title = "Unprocessable Entity"
    media_type = "application/json"
    adapter = Adapter(schemas.GetPet422Response)
    refusal = {"detail": "{detail}"}  # noqa: RUF012

    def __init__(self, content: schemas.GetPet422Response) -> None:
        super().__init__(content)


class UnexpectedError(Failure):
    """400 to 599 Response."""

    status = 500
    statuses = range(400, 600)
    title = "Internal Server Error"
    media_type = "application/json"
    adapter = Adapter(schemas.Error)
    refusal = {"code": "{status}"}  # noqa: RUF012

    def __init__(self, content: schemas.Error, *, status: int = 500) -> None:
        super().__init__(content, status=status)


class ServiceUnavailable(Bare):
    """503 Service Unavailable."""

    status = 503
    type = "about:blank"
    title = "Service Unavailable"
    error_code = "service_unavailable"
    default_detail = "Later, as there is no room for any of them now."


class ServiceUnavailable503(Bare):
    """503 Service Unavailable."""

    status = 503
    type = "about:blank"
    title = "Service Unavailable"
    error_code = "service_unavailable"
    default_detail = "Service Unavailable"
