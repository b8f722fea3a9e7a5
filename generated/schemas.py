"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import MISSING, ConfigDict, Field
from typing_extensions import TypeAliasType

from .formats import (
    DueAtText,
    EmailText,
    LogInPasswordText,
    TaskDueAtText,
    TimestampText,
    UserRegisterPasswordText,
)
from .support.models import Model

Answer = TypeAliasType("Answer", Annotated[str, Field(max_length=16000, min_length=1)])
"""A text that the assistant wrote."""


AssistantInstructions = TypeAliasType(
    "AssistantInstructions", Annotated[str, Field(max_length=2000, pattern="^[^\\x00]*$")]
)
"""What the assistant is told about this user in every conversation."""


class ChatDelta(Model):
    """A piece of the answer, to be put behind the pieces before it."""

    text: Annotated[str, Field(max_length=16000, min_length=1)]
    """The piece."""


DisplayName = TypeAliasType(
    "DisplayName", Annotated[str, Field(max_length=100, min_length=1, pattern="^[^\\x00]*$")]
)
"""What the user is called. It need not be unique."""


DueAt = TypeAliasType("DueAt", DueAtText | None)
"""When it is due, at any offset from UTC, or null: in 1970 to 2999, as written and in UTC, so on the first and the last day of these years only in UTC. Digits beyond microseconds are cut off."""


Edition = TypeAliasType(
    "Edition", Annotated[str, Field(max_length=16, min_length=16, pattern="^[0-9a-f]{16}$")]
)
"""An edition of the document, by a hash of its JSON."""


Email = TypeAliasType("Email", EmailText)
"""An e-mail address, at most 64 characters of it before the @, kept in lower case: two spellings that differ in case only are one address. A domain outside ASCII is written in its `xn--` form."""


Id = TypeAliasType("Id", Annotated[str, Field(max_length=64, min_length=1, pattern="^[^\\x00]*$")])
"""An opaque identifier. It has no format on purpose: users come from several issuers, whose ids are UUIDs, plain numbers or any other text. An id that names nothing is a 404, never a 422."""


class Liveness(Model):
    """The process runs."""

    status: Literal["live"]
    """Always `live`."""


class LogIn(Model):
    """The credentials of an account."""

    model_config = ConfigDict(
        extra="forbid",
        arbitrary_types_allowed=True,
    )
    email: Email
    password: LogInPasswordText
    """The password that the account was registered with."""


class OpenapiDocument(Model):
    """An OpenAPI 3.1 document."""

    openapi: Annotated[str, Field(max_length=10, pattern="^3\\.1\\.[0-9]+$")]
    """The version of the OpenAPI specification."""
    info: dict[str, Any]
    """Title, version and description of this API."""
    paths: dict[str, Any]
    """Every operation, by path and method."""


class Preferences(Model):
    """Settings of a user; every one has a value."""

    assistant_instructions: AssistantInstructions
    """What the assistant is told about this user; empty for a new user."""


class PreferencesUpdate(Model):
    """The preferences to change. What is left out is left alone; nothing may be null."""

    model_config = ConfigDict(
        extra="forbid",
    )
    assistant_instructions: AssistantInstructions | MISSING = MISSING


class Priority(StrEnum):
    """
    How urgent a task is. As an order, low comes before medium and medium before high.
    """

    low = "low"
    medium = "medium"
    high = "high"


class Readiness(Model):
    """The process can serve."""

    status: Literal["ready"]
    """Always `ready`."""


RequestId = TypeAliasType(
    "RequestId", Annotated[str, Field(max_length=64, min_length=1, pattern="^[A-Za-z0-9_-]*$")]
)
"""Names one request, in the answer and in the server's log."""


class Role(StrEnum):
    """
    Who wrote a message.
    """

    user = "user"
    assistant = "assistant"


TaskDescription = TypeAliasType(
    "TaskDescription", Annotated[str, Field(max_length=1000, pattern="^[^\\x00]*$")]
)
"""More about it."""


TaskTitle = TypeAliasType(
    "TaskTitle", Annotated[str, Field(max_length=200, min_length=1, pattern="^[^\\x00]*$")]
)
"""What is to be done."""


class TaskUpdate(Model):
    """A merge patch of a task. What is left out is left alone; only `due_at` may be null, which clears it."""

    model_config = ConfigDict(
        extra="forbid",
    )
    title: TaskTitle | MISSING = MISSING
    description: TaskDescription | MISSING = MISSING
    completed: bool | MISSING = MISSING
    """Whether it is done."""
    priority: Priority | MISSING = MISSING
    due_at: DueAt | MISSING = MISSING


Timestamp = TypeAliasType("Timestamp", TimestampText)
"""A moment in UTC, as the server writes it, to the microsecond at most."""


class User(Model):
    """An account as its owner sees it."""

    id: Id
    """What stands for `{user_id}` in paths."""
    email: Email | None
    """The address that the user registered with, or null if the token's issuer tells none."""
    name: Annotated[str, Field(max_length=100)]
    """What the user is called; empty if nobody has said."""
    preferences: Preferences
    """The user's own settings."""
    created_at: Timestamp
    """When the account was made."""


class UserRegister(Model):
    """A new account."""

    model_config = ConfigDict(
        extra="forbid",
        arbitrary_types_allowed=True,
    )
    email: Email
    password: UserRegisterPasswordText
    """Kept as an Argon2id hash only, and never sent back."""
    name: DisplayName


class UserUpdate(Model):
    """A merge patch of the caller's account. What is left out is left alone; nothing may be null."""

    model_config = ConfigDict(
        extra="forbid",
    )
    name: DisplayName | MISSING = MISSING
    preferences: PreferencesUpdate | MISSING = MISSING
    """The preferences to change; the others are left alone."""


class AccessToken(Model):
    """A token, and whose it is."""

    access_token: Annotated[str, Field(max_length=4096, min_length=1)]
    """To be sent as `Authorization` with `Bearer` and a space before it. Opaque to clients."""
    token_type: Literal["Bearer"]
    """Always `Bearer`."""
    expires_in: Annotated[int, Field(ge=1, le=31536000)]
    """Seconds until the token is refused."""
    user: User
    """The user whom the token stands for."""


class ChatMessage(Model):
    """What the user says, and in which conversation."""

    model_config = ConfigDict(
        extra="forbid",
    )
    message: Annotated[str, Field(max_length=4000, min_length=1, pattern="^[^\\x00]*$")]
    """What the user says."""
    conversation_id: Id | None = None
    """The conversation to go on with; left out or null, a new one begins."""


class ChatReply(Model):
    """What the assistant answered. It is saved in the conversation, as is what it answers."""

    message: Answer
    """The answer."""
    conversation_id: Id
    """The conversation; send it along to go on with it."""
    timestamp: Timestamp
    """When the answer was saved."""
    message_id: Id
    """The answer among the messages of the conversation."""
    cut_off: bool
    """Whether the answer ends before its end; it grew too long, or the AI service stopped it."""


class Conversation(Model):
    """A conversation of the user with the assistant."""

    id: Id
    """What stands for `{conversation_id}` in paths."""
    title: Annotated[str, Field(max_length=80, min_length=1)]
    """How its first message begins."""
    created_at: Timestamp
    """When it began."""
    updated_at: Timestamp
    """When its last message was saved."""


class ConversationPage(Model):
    """A page of conversations."""

    items: Annotated[list[Conversation], Field(max_length=100)]
    """The conversations of this page."""
    next_cursor: Annotated[str | None, Field(max_length=1200, min_length=1, pattern="^[A-Za-z0-9._~-]*$")]
    """What to send as `cursor` for the next page, or null on the last one."""


class Message(Model):
    """One message of a conversation. Messages do not change."""

    id: Id
    """The message."""
    role: Role
    """Who wrote it."""
    content: Annotated[str, Field(max_length=16000, min_length=1)]
    """What was written."""
    cut_off: bool
    """Whether it is an answer that ends before its end: it grew too long, the AI service stopped it, or the client, the assistant or the server went away."""
    created_at: Timestamp
    """When it was saved."""


class MessagePage(Model):
    """A page of messages."""

    items: Annotated[list[Message], Field(max_length=100)]
    """The messages of this page."""
    next_cursor: Annotated[str | None, Field(max_length=1200, min_length=1, pattern="^[A-Za-z0-9._~-]*$")]
    """What to send as `cursor` for the next page, or null on the last one."""


class Problem(Model):
    """An error, as RFC 9457 writes it."""

    type: Annotated[str, Field(max_length=100, pattern="^urn:handfast:problem:[a-z_]+$")]
    """Names the kind of problem, as a URN."""
    title: Annotated[str, Field(max_length=100, min_length=1)]
    """The kind of problem, for people. The same for every problem of this type."""
    status: Annotated[int, Field(ge=400, le=599)]
    """The status code of the response."""
    detail: Annotated[str, Field(max_length=1000, min_length=1)]
    """What is wrong this time, for people."""
    error_code: Annotated[str, Field(max_length=64, pattern="^[a-z_]+$")]
    """Names the kind of problem, for programs."""
    request_id: RequestId
    """The same as the header `X-Request-ID`."""


class Session(Model):
    """One log-in that has neither ended nor expired."""

    id: Id
    """What `DELETE /api/auth/sessions/{session_id}` takes."""
    created_at: Timestamp
    """When the user logged in."""
    expires_at: Timestamp
    """When the session ends by itself."""
    user_agent: Annotated[str | None, Field(max_length=300)]
    """The `User-Agent` that logged in, cut to this length, or null if it sent none."""
    current: bool
    """Whether this request came with this session's token."""


class SessionPage(Model):
    """A page of sessions."""

    items: Annotated[list[Session], Field(max_length=100)]
    """The sessions of this page."""
    next_cursor: Annotated[str | None, Field(max_length=1200, min_length=1, pattern="^[A-Za-z0-9._~-]*$")]
    """What to send as `cursor` for the next page, or null on the last one."""


class Task(Model):
    """A task. Its owner is the user in the path."""

    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    id: Id
    """What stands for `{task_id}` in paths."""
    title: TaskTitle
    description: TaskDescription
    completed: bool
    """Whether it is done."""
    priority: Priority
    due_at: TaskDueAtText | None
    """When it is due, in UTC, or null."""
    created_at: Timestamp
    """When it was made."""
    updated_at: Timestamp
    """When it was last changed; its making counts."""


class TaskCreate(Model):
    """A new task."""

    model_config = ConfigDict(
        extra="forbid",
    )
    title: TaskTitle
    description: TaskDescription = ""
    completed: bool = False
    """Whether it is done already."""
    priority: Priority = Priority.medium
    due_at: DueAt = None


class TaskPage(Model):
    """A page of tasks."""

    items: Annotated[list[Task], Field(max_length=100)]
    """The tasks of this page."""
    next_cursor: Annotated[str | None, Field(max_length=1200, min_length=1, pattern="^[A-Za-z0-9._~-]*$")]
    """What to send as `cursor` for the next page, or null on the last one."""


class TaskReplace(Model):
    """A task as it is to be from now on. A property that is left out gets its default, not its old value."""

    model_config = ConfigDict(
        extra="forbid",
    )
    title: TaskTitle
    description: TaskDescription = ""
    completed: bool = False
    """Whether it is done."""
    priority: Priority = Priority.medium
    due_at: DueAt = None


class AssistantUnavailableProblem(Problem):
    """The assistant gave no answer. What the user said is saved; the conversation can go on later."""

    type: Literal["urn:handfast:problem:assistant_unavailable"]
    """Names the kind of problem, as a URN."""
    title: Literal["Assistant unavailable"]
    """The kind of problem, for people. The same for every problem of this type."""
    status: Literal[503]
    """The status code of the response."""
    error_code: Literal["assistant_unavailable"]
    """Names the kind of problem, for programs."""
    conversation_id: Id
    """The conversation in which the message is saved."""
