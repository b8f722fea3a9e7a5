"""The errors that the document declares, as exceptions that a handler raises.

Problem
├── AddJob400   400 Refused.
├── Missing4XX   400 to 499 No such job.
├── AddJob401   401 Nobody.
├── GetCheck401   401 Nobody.
├── StrangerResponse   401 Nobody.
├── GetCheck404   404 No check.
├── Missing   404 No such job.
├── GetJob409Json   409 Held.
├── GetJob409Plain   409 Held.
├── AddJob413Plain   413 Too much.
├── AddJob413Xml   413 Too much.
├── GetCheck422   422 Not so.
├── ListChecks422   422 As some frameworks have it.
├── GetCheck5XX   500 to 599 Down.
└── GetJobDefault   400 to 599 Anything else.
"""

from __future__ import annotations

from . import schemas
from .support.adapters import Adapter
from .support.failures import Bare, Failure


class AddJob400(Failure):
    """400 Bad Request."""

    status = 400
    title = "Bad Request"
    media_type = "application/json"
    adapter = Adapter(schemas.Refusal)
    refusal = {
        "code": "{status}",
        "ok": False,
        "error": {"kind": "{error_code}", "message": "{detail}", "requestId": "{request_id}"},
        "errors": ["{detail}"],
    }  # noqa: RUF012

    def __init__(self, content: schemas.Refusal) -> None:
        super().__init__(content)


class Missing4XX(Failure):
    """400 to 499 No such job."""

    status = 400
    statuses = range(400, 500)
    title = "Bad Request"
    media_type = "application/json"
    adapter = Adapter(schemas.Error)
    refusal = {"message": "{detail}"}  # noqa: RUF012

    def __init__(self, content: schemas.Error, *, status: int = 400, retry_after: int | None = None) -> None:
        super().__init__(
            content,
            status=status,
            headers={
                "Retry-After": retry_after,
            },
        )


class AddJob401(Failure):
    """401 Unauthorized."""

    status = 401
    title = "Unauthorized"
    media_type = "application/json"
    adapter = Adapter(schemas.RefusalOther)

    def __init__(self, content: schemas.RefusalOther) -> None:
        super().__init__(content)


class GetCheck401(Bare):
    """401 Unauthorized."""

    status = 401
    type = "about:blank"
    title = "Unauthorized"
    error_code = "unauthorized"
    default_detail = "Nobody."
    fixed_headers = {  # noqa: RUF012
        "WWW-Authenticate": "Bearer",
    }


class StrangerResponse(Failure):
    """401 Unauthorized."""

    status = 401
    title = "Unauthorized"
    media_type = "application/json"
    adapter = Adapter(schemas.Stranger)

    def __init__(self, content: schemas.Stranger) -> None:
        super().__init__(content)


class GetCheck404(Bare):
    """404 Not Found."""

    status = 404
    type = "about:blank"
    title = "Not Found"
    error_code = "not_found"
    default_detail = "No check."

    def __init__(self, detail: str | None = None, *, retry_after: int | None = None) -> None:
        super().__init__(
            detail,
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
    refusal = {"message": "{detail}"}  # noqa: RUF012

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
    refusal = {"message": "{detail}"}  # noqa: RUF012

    def __init__(self, content: schemas.GetJob409Response) -> None:
        super().__init__(content)


class GetJob409Plain(Failure):
    """409 Conflict."""

    status = 409
    title = "Conflict"
    media_type = "text/plain"
    refusal = "{detail}"

    def __init__(self, content: str) -> None:
        super().__init__(content)


class AddJob413Plain(Failure):
    """413 Request Entity Too Large."""

    status = 413
    title = "Request Entity Too Large"
    media_type = "text/plain"
    refusal = "{detail}"

    def __init__(self, content: str) -> None:
        super().__init__(content)


class AddJob413Xml(Failure):
    """413 Request Entity Too Large."""

    status = 413
    title = "Request Entity Too Large"
    media_type = "application/xml"

    def __init__(self, content: bytes) -> None:
        super().__init__(content)


class GetCheck422(Bare):
    """422 Unprocessable Entity."""

    status = 422
    type = "about:blank"
    title = "Unprocessable Entity"
    error_code = "unprocessable_entity"
    default_detail = "Not so."


class ListChecks422(Failure):
    """422 Unprocessable Entity."""

    status = 422
    title = "Unprocessable Entity"
    media_type = "application/json"
    adapter = Adapter(schemas.ListChecks422Response)
    refusal = {"detail": [{"loc": [], "msg": "{detail}", "type": "{error_code}"}]}  # noqa: RUF012

    def __init__(self, content: schemas.ListChecks422Response) -> None:
        super().__init__(content)


class GetCheck5XX(Bare):
    """500 to 599 Down."""

    status = 500
    statuses = range(500, 600)
    type = "about:blank"
    title = "Internal Server Error"
    error_code = "internal_server_error"
    default_detail = "Down."

    def __init__(self, detail: str | None = None, *, status: int = 500) -> None:
        super().__init__(detail, status=status)


class GetJobDefault(Failure):
    """400 to 599 Anything else."""

    status = 500
    statuses = range(400, 600)
    title = "Internal Server Error"
    media_type = "application/json"
    adapter = Adapter(schemas.Error)
    refusal = {"message": "{detail}"}  # noqa: RUF012

    def __init__(self, content: schemas.Error, *, status: int = 500) -> None:
        super().__init__(content, status=status)
