"""The errors that the document declares, as exceptions that a handler raises.

Problem
├── MalformedJson   400 The body is not valid JSON.
├── InvalidCredentials   401 The e-mail address or the password is wrong.
├── Unauthorized   401 A valid access token is needed.
├── Forbidden   403 The path names another user.
├── ConversationNotFound   404 There is no such conversation.
├── EditionNotFound   404 There is no such edition here.
├── SessionNotFound   404 There is no such session.
├── TaskNotFound   404 There is no such task.
├── EmailTaken   409 An account with this e-mail address exists already.
├── PreconditionFailed   412 The task has changed since the version that If-Match names.
├── ContentTooLarge   413 The body is larger than this server accepts.
├── UnsupportedMediaType   415 The body's media type or charset is not one that this operation takes.
├── ValidationFailed   422 The request does not fit the contract; see errors.
├── TooManyRequests   429 Too many attempts; wait as long as Retry-After says.
├── InternalError   500 Something went wrong here; the log has it under this request id.
├── AssistantUnavailable   503 The assistant gave no answer. What the user said is saved; the conversation can go on later.
└── ServiceUnavailable   503 A part that this needs is not available; try again after Retry-After.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from .support.adapters import Adapter
from .support.problems import FieldError, Problem


class MalformedJson(Problem):
    """400 Malformed JSON."""

    status = 400
    type = "urn:handfast:problem:malformed_json"
    title = "Malformed JSON"
    error_code = "malformed_json"
    default_detail = "The body is not valid JSON."


class InvalidCredentials(Problem):
    """401 Invalid credentials."""

    status = 401
    type = "urn:handfast:problem:invalid_credentials"
    title = "Invalid credentials"
    error_code = "invalid_credentials"
    default_detail = "The e-mail address or the password is wrong."
    fixed_headers = {  # noqa: RUF012
        "WWW-Authenticate": "Bearer",
    }


class Unauthorized(Problem):
    """401 Unauthorized."""

    status = 401
    type = "urn:handfast:problem:unauthorized"
    title = "Unauthorized"
    error_code = "unauthorized"
    default_detail = "A valid access token is needed."
    fixed_headers = {  # noqa: RUF012
        "WWW-Authenticate": "Bearer",
    }


class Forbidden(Problem):
    """403 Forbidden."""

    status = 403
    type = "urn:handfast:problem:forbidden"
    title = "Forbidden"
    error_code = "forbidden"
    default_detail = "The path names another user."


class ConversationNotFound(Problem):
    """404 Conversation not found."""

    status = 404
    type = "urn:handfast:problem:conversation_not_found"
    title = "Conversation not found"
    error_code = "conversation_not_found"
    default_detail = "There is no such conversation."


class EditionNotFound(Problem):
    """404 Edition not found."""

    status = 404
    type = "urn:handfast:problem:edition_not_found"
    title = "Edition not found"
    error_code = "edition_not_found"
    default_detail = "There is no such edition here."


class SessionNotFound(Problem):
    """404 Session not found."""

    status = 404
    type = "urn:handfast:problem:session_not_found"
    title = "Session not found"
    error_code = "session_not_found"
    default_detail = "There is no such session."


class TaskNotFound(Problem):
    """404 Task not found."""

    status = 404
    type = "urn:handfast:problem:task_not_found"
    title = "Task not found"
    error_code = "task_not_found"
    default_detail = "There is no such task."


class EmailTaken(Problem):
    """409 E-mail taken."""

    status = 409
    type = "urn:handfast:problem:email_taken"
    title = "E-mail taken"
    error_code = "email_taken"
    default_detail = "An account with this e-mail address exists already."


class PreconditionFailed(Problem):
    """412 Precondition failed."""

    status = 412
    type = "urn:handfast:problem:precondition_failed"
    title = "Precondition failed"
    error_code = "precondition_failed"
    default_detail = "The task has changed since the version that If-Match names."


class ContentTooLarge(Problem):
    """413 Content too large."""

    status = 413
    type = "urn:handfast:problem:content_too_large"
    title = "Content too large"
    error_code = "content_too_large"
    default_detail = "The body is larger than this server accepts."


class UnsupportedMediaType(Problem):
    """415 Unsupported media type."""

    status = 415
    type = "urn:handfast:problem:unsupported_media_type"
    title = "Unsupported media type"
    error_code = "unsupported_media_type"
    default_detail = "The body's media type or charset is not one that this operation takes."


class ValidationFailed(Problem):
    """422 Validation failed."""

    status = 422
    type = "urn:handfast:problem:validation_failed"
    title = "Validation failed"
    error_code = "validation_failed"
    default_detail = "The request does not fit the contract; see errors."

    def __init__(self, detail: str | None = None, *, errors: Sequence[FieldError]) -> None:
        super().__init__(detail, errors=errors)


class TooManyRequests(Problem):
    """429 Too many requests."""

    status = 429
    type = "urn:handfast:problem:too_many_requests"
    title = "Too many requests"
    error_code = "too_many_requests"
    default_detail = "Too many attempts; wait as long as Retry-After says."

    def __init__(self, detail: str | None = None, *, retry_after: int) -> None:
        super().__init__(
            detail,
            headers={
                "Retry-After": retry_after,
            },
        )


class InternalError(Problem):
    """500 Internal error."""

    status = 500
    type = "urn:handfast:problem:internal_error"
    title = "Internal error"
    error_code = "internal_error"
    default_detail = "Something went wrong here; the log has it under this request id."


class AssistantUnavailable(Problem):
    """503 Assistant unavailable."""

    status = 503
    type = "urn:handfast:problem:assistant_unavailable"
    title = "Assistant unavailable"
    error_code = "assistant_unavailable"
    default_detail = (
        "The assistant gave no answer. What the user said is saved; the conversation can go on later."
    )
    member_types = {  # noqa: RUF012
        "conversation_id": Adapter(Annotated[str, Field(min_length=1, max_length=64, pattern="^[^\\x00]*$")]),
    }

    def __init__(self, detail: str | None = None, *, retry_after: int, conversation_id: str) -> None:
        super().__init__(
            detail,
            headers={
                "Retry-After": retry_after,
            },
            members={"conversation_id": conversation_id},
        )


class ServiceUnavailable(Problem):
    """503 Service unavailable."""

    status = 503
    type = "urn:handfast:problem:service_unavailable"
    title = "Service unavailable"
    error_code = "service_unavailable"
    default_detail = "A part that this needs is not available; try again after Retry-After."

    def __init__(self, detail: str | None = None, *, retry_after: int) -> None:
        super().__init__(
            detail,
            headers={
                "Retry-After": retry_after,
            },
        )
