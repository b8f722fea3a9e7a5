"""The errors that the document declares, as exceptions that a handler raises.

Problem
├── NoJson   400 The body is no JSON.
├── Unauthorized   401 A token is needed.
├── Forbidden   403 The path names another user.
├── NoteNotFound   404 There is no such note.
├── TooLarge   413 The body is too large.
├── WrongType   415 The body is of another media type.
├── Invalid   422 The request breaks the contract.
├── Failed   500 Something is wrong here.
└── Unavailable   503 Come back later.
"""

from __future__ import annotations

from collections.abc import Sequence

from .support.problems import FieldError, Problem


class NoJson(Problem):
    """400 No JSON."""

    status = 400
    type = "about:blank"
    title = "No JSON"
    error_code = "no_json"
    default_detail = "The body is no JSON."


class Unauthorized(Problem):
    """401 Unauthorized."""

    status = 401
    type = "about:blank"
    title = "Unauthorized"
    error_code = "unauthorized"
    default_detail = "A token is needed."
    fixed_headers = {  # noqa: RUF012
        "WWW-Authenticate": "Bearer",
    }


class Forbidden(Problem):
    """403 Forbidden."""

    status = 403
    type = "about:blank"
    title = "Forbidden"
    error_code = "forbidden"
    default_detail = "The path names another user."


class NoteNotFound(Problem):
    """404 Not Found."""

    status = 404
    type = "urn:notes:not_found"
    title = "Not Found"
    error_code = "note_not_found"
    default_detail = "There is no such note."


class TooLarge(Problem):
    """413 Request Entity Too Large."""

    status = 413
    type = "about:blank"
    title = "Request Entity Too Large"
    error_code = "too_large"
    default_detail = "The body is too large."


class WrongType(Problem):
    """415 Unsupported Media Type."""

    status = 415
    type = "about:blank"
    title = "Unsupported Media Type"
    error_code = "wrong_type"
    default_detail = "The body is of another media type."


class Invalid(Problem):
    """422 Unprocessable Entity."""

    status = 422
    type = "about:blank"
    title = "Unprocessable Entity"
    error_code = "invalid"
    default_detail = "The request breaks the contract."

    def __init__(self, detail: str | None = None, *, errors: Sequence[FieldError]) -> None:
        super().__init__(detail, errors=errors)


class Failed(Problem):
    """500 Internal Server Error."""

    status = 500
    type = "about:blank"
    title = "Internal Server Error"
    error_code = "failed"
    default_detail = "Something is wrong here."


class Unavailable(Problem):
    """503 Service Unavailable."""

    status = 503
    type = "about:blank"
    title = "Service Unavailable"
    error_code = "unavailable"
    default_detail = "Come back later."

    def __init__(self, detail: str | None = None, *, retry_after: int) -> None:
        super().__init__(
            detail,
            headers={
                "Retry-After": retry_after,
            },
        )
