"""Operations tagged `chat`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass

from ..schemas import (
    AssistantUnavailableProblem,
    ChatDelta,
    ChatMessage,
    ChatReply,
    Conversation,
    ConversationPage,
    MessagePage,
)
from ..security import Caller
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class ChatDeltaEvent:
    """The answer goes on."""

    data: ChatDelta


@dataclass(frozen=True, slots=True)
class ChatDoneEvent:
    """The answer is complete, but for what `cut_off` says, and saved."""

    data: ChatReply


@dataclass(frozen=True, slots=True)
class ChatErrorEvent:
    """The answer stops here. What came of it is saved as cut off, unless it cannot be saved or the conversation
    was deleted.
    """

    data: AssistantUnavailableProblem


class ChatApi(ABC):
    """Operations tagged `chat`. Conversations of one user with the assistant, seen by that user alone."""

    @abstractmethod
    async def send_message(self, caller: Caller, user_id: str, body: ChatMessage) -> ChatReply:
        """POST /api/{user_id}/chat: Send a message and get the answer."""

    @abstractmethod
    async def stream_message(
        self, caller: Caller, user_id: str, body: ChatMessage
    ) -> AsyncIterator[ChatDeltaEvent | ChatDoneEvent | ChatErrorEvent]:
        """POST /api/{user_id}/chat/stream: Send a message and get the answer as it is written."""

    @abstractmethod
    async def list_conversations(
        self, caller: Caller, user_id: str, *, limit: int, cursor: str | None
    ) -> ConversationPage:
        """GET /api/{user_id}/conversations: List conversations."""

    @abstractmethod
    async def get_conversation(self, caller: Caller, user_id: str, conversation_id: str) -> Conversation:
        """GET /api/{user_id}/conversations/{conversation_id}: Get a conversation."""

    @abstractmethod
    async def delete_conversation(self, caller: Caller, user_id: str, conversation_id: str) -> None:
        """DELETE /api/{user_id}/conversations/{conversation_id}: Delete a conversation."""

    @abstractmethod
    async def list_messages(
        self, caller: Caller, user_id: str, conversation_id: str, *, limit: int, cursor: str | None
    ) -> MessagePage:
        """GET /api/{user_id}/conversations/{conversation_id}/messages: List the messages of a conversation."""


class UnimplementedChat(ChatApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def send_message(self, caller: Caller, user_id: str, body: ChatMessage) -> ChatReply:
        raise Refused(501)

    async def stream_message(
        self, caller: Caller, user_id: str, body: ChatMessage
    ) -> AsyncIterator[ChatDeltaEvent | ChatDoneEvent | ChatErrorEvent]:
        raise Refused(501)

    async def list_conversations(
        self, caller: Caller, user_id: str, *, limit: int, cursor: str | None
    ) -> ConversationPage:
        raise Refused(501)

    async def get_conversation(self, caller: Caller, user_id: str, conversation_id: str) -> Conversation:
        raise Refused(501)

    async def delete_conversation(self, caller: Caller, user_id: str, conversation_id: str) -> None:
        raise Refused(501)

    async def list_messages(
        self, caller: Caller, user_id: str, conversation_id: str, *, limit: int, cursor: str | None
    ) -> MessagePage:
        raise Refused(501)
