"""Routes of the operations tagged `chat`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.chat import ChatApi, ChatDeltaEvent, ChatDoneEvent, ChatErrorEvent
from ..problems import (
    AssistantUnavailable,
    ContentTooLarge,
    ConversationNotFound,
    Forbidden,
    InternalError,
    MalformedJson,
    ServiceUnavailable,
    Unauthorized,
    UnsupportedMediaType,
    ValidationFailed,
)
from ..security import Authenticate
from ..support import streams
from ..support.access import require_owner
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import integer, text
from ..support.responses import empty_response, event_response, json_response
from ..support.routing import ContractRouter

LIMIT: Parameter[int] = Parameter(
    "query", "limit", integer, Adapter(Annotated[int, Field(ge=1, le=100)]), default=20
)
CURSOR: Parameter[str | None] = Parameter(
    "query",
    "cursor",
    text,
    Adapter(Annotated[str, Field(min_length=1, max_length=1200, pattern="^[A-Za-z0-9._~-]*$")]),
)
CONVERSATION_ID: Parameter[str] = Parameter(
    "path",
    "conversation_id",
    text,
    Adapter(Annotated[str, Field(min_length=1, max_length=64, pattern="^[^\\x00]*$")]),
    required=True,
)
CHAT_MESSAGE_JSON: Adapter[schemas.ChatMessage] = Adapter(schemas.ChatMessage)
CHAT_REPLY_JSON: Adapter[schemas.ChatReply] = Adapter(schemas.ChatReply)
CHAT_DELTA_JSON: Adapter[schemas.ChatDelta] = Adapter(schemas.ChatDelta)
ASSISTANT_UNAVAILABLE_PROBLEM_JSON: Adapter[schemas.AssistantUnavailableProblem] = Adapter(
    schemas.AssistantUnavailableProblem
)
CONVERSATION_PAGE_JSON: Adapter[schemas.ConversationPage] = Adapter(schemas.ConversationPage)
CONVERSATION_JSON: Adapter[schemas.Conversation] = Adapter(schemas.Conversation)
MESSAGE_PAGE_JSON: Adapter[schemas.MessagePage] = Adapter(schemas.MessagePage)
STREAM_MESSAGE_EVENTS = streams.Events(
    {
        ChatDeltaEvent: streams.EventForm("delta", CHAT_DELTA_JSON),
        ChatDoneEvent: streams.EventForm("done", CHAT_REPLY_JSON),
        ChatErrorEvent: streams.EventForm("error", ASSISTANT_UNAVAILABLE_PROBLEM_JSON),
    }
)


def chat_router(api: ChatApi, authenticate: Authenticate) -> ContractRouter:
    """Chat: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["chat"])

    @router.operation(
        "POST",
        "/api/{user_id}/chat",
        operation_id="sendMessage",
        problems=(
            MalformedJson,
            Unauthorized,
            Forbidden,
            ConversationNotFound,
            ContentTooLarge,
            UnsupportedMediaType,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
            AssistantUnavailable,
        ),
    )
    async def send_message(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        body = await json_body(request, CHAT_MESSAGE_JSON, "application/json")
        result = await api.send_message(caller, user_id, body)
        return json_response(200, CHAT_REPLY_JSON, result)

    @router.operation(
        "POST",
        "/api/{user_id}/chat/stream",
        operation_id="streamMessage",
        problems=(
            MalformedJson,
            Unauthorized,
            Forbidden,
            ConversationNotFound,
            ContentTooLarge,
            UnsupportedMediaType,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
            AssistantUnavailable,
        ),
    )
    async def stream_message(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        body = await json_body(request, CHAT_MESSAGE_JSON, "application/json")
        result = await api.stream_message(caller, user_id, body)
        return event_response(200, STREAM_MESSAGE_EVENTS, result)

    @router.operation(
        "GET",
        "/api/{user_id}/conversations",
        operation_id="listConversations",
        problems=(
            Unauthorized,
            Forbidden,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def list_conversations(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            limit = read(LIMIT)
            cursor = read(CURSOR)
        result = await api.list_conversations(caller, user_id, limit=limit, cursor=cursor)
        return json_response(200, CONVERSATION_PAGE_JSON, result)

    @router.operation(
        "GET",
        "/api/{user_id}/conversations/{conversation_id}",
        operation_id="getConversation",
        problems=(
            Unauthorized,
            Forbidden,
            ConversationNotFound,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def get_conversation(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            conversation_id = read(CONVERSATION_ID)
        result = await api.get_conversation(caller, user_id, conversation_id)
        return json_response(200, CONVERSATION_JSON, result)

    @router.operation(
        "DELETE",
        "/api/{user_id}/conversations/{conversation_id}",
        operation_id="deleteConversation",
        problems=(
            Unauthorized,
            Forbidden,
            ConversationNotFound,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def delete_conversation(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            conversation_id = read(CONVERSATION_ID)
        await api.delete_conversation(caller, user_id, conversation_id)
        return empty_response(204)

    @router.operation(
        "GET",
        "/api/{user_id}/conversations/{conversation_id}/messages",
        operation_id="listMessages",
        problems=(
            Unauthorized,
            Forbidden,
            ConversationNotFound,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def list_messages(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            conversation_id = read(CONVERSATION_ID)
            limit = read(LIMIT)
            cursor = read(CURSOR)
        result = await api.list_messages(caller, user_id, conversation_id, limit=limit, cursor=cursor)
        return json_response(200, MESSAGE_PAGE_JSON, result)

    return router
