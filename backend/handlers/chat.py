"""Conversations of one user with the assistant.

No connection to the database is held while the assistant is waited for: what the user said is committed before it
is asked, and what it answers after.
"""

from collections.abc import AsyncIterator
from functools import partial

from backend.assistant import Answer, Assistant, AssistantFailed, Prompt, Turn
from backend.current import current_scope
from backend.handlers.answers import Answering, Answers
from backend.logs import get_logger
from backend.stores.conversations import ConversationStore, OwnedConversations, Said
from backend.stores.outcomes import RowMissing
from backend.stores.users import UserStore
from generated.apis.chat import ChatApi, ChatDeltaEvent, ChatDoneEvent, ChatErrorEvent
from generated.problems import AssistantUnavailable
from generated.schemas import (
    AssistantUnavailableProblem,
    ChatDelta,
    ChatMessage,
    ChatReply,
    Conversation,
    ConversationPage,
    Message,
    MessagePage,
    Role,
)
from generated.security import Caller
from generated.support.problems import problem_document

ChatEvent = ChatDeltaEvent | ChatDoneEvent | ChatErrorEvent


class Chat(ChatApi):
    """`history` is how many messages the assistant is shown, the new one included.

    `keep_alive` is for how many seconds a stream may be silent, be it before its first event.
    """

    def __init__(
        self,
        users: UserStore,
        conversations: ConversationStore,
        assistant: Assistant,
        *,
        history: int,
        keep_alive: float,
    ) -> None:
        self._users = users
        self._conversations = conversations
        self._assistant = assistant
        self._history = history
        self._keep_alive = keep_alive
        self._answers = Answers()

    async def send_message(self, caller: Caller, user_id: str, body: ChatMessage) -> ChatReply:
        said = await self._save(caller, body)
        answer = await self._answer(said.conversation_id, await self._prompt(caller, said))
        saved = await self._of(caller).answer(said.conversation_id, answer.text, cut_off=answer.cut_off)
        return reply_of(said.conversation_id, saved)

    async def stream_message(self, caller: Caller, user_id: str, body: ChatMessage) -> AsyncIterator[ChatEvent]:
        said = await self._save(caller, body)
        prompt = await self._prompt(caller, said)
        save = partial(self._of(caller).answer, said.conversation_id)
        answering = self._answers.begin(self._assistant.stream(prompt), save)
        try:
            await answering.begin(self._keep_alive)
        except AssistantFailed as failure:
            raise unavailable(said.conversation_id, failure) from None
        except BaseException:
            answering.stop()
            raise
        return AnswerEvents(said.conversation_id, answering)

    async def list_conversations(
        self, caller: Caller, user_id: str, *, limit: int, cursor: str | None
    ) -> ConversationPage:
        return await self._of(caller).page(limit=limit, cursor=cursor)

    async def get_conversation(self, caller: Caller, user_id: str, conversation_id: str) -> Conversation:
        return await self._of(caller).get(conversation_id)

    async def delete_conversation(self, caller: Caller, user_id: str, conversation_id: str) -> None:
        await self._of(caller).remove(conversation_id)

    async def list_messages(
        self, caller: Caller, user_id: str, conversation_id: str, *, limit: int, cursor: str | None
    ) -> MessagePage:
        return await self._of(caller).messages(conversation_id, limit=limit, cursor=cursor)

    def stop(self) -> None:
        """Ask the assistant no more, and wait for no answer any longer: the server is about to stop."""
        self._answers.stop()

    async def close(self) -> None:
        """Stop the streams that are left, save what came of them, and let go of the assistant."""
        await self._answers.close()
        await self._assistant.close()

    def _of(self, caller: Caller) -> OwnedConversations:
        return self._conversations.owned_by(caller.id)

    async def _save(self, caller: Caller, body: ChatMessage) -> Said:
        if body.conversation_id is None:
            return await self._of(caller).begin(body.message)
        return await self._of(caller).add(body.conversation_id, body.message)

    async def _prompt(self, caller: Caller, said: Said) -> Prompt:
        user = await self._users.get(caller.id)
        messages = await self._of(caller).history(said, self._history)
        if not messages:
            raise RowMissing  # the conversation was deleted at once
        turns = [Turn("user" if message.role is Role.user else "assistant", message.content) for message in messages]
        return Prompt(caller.id, user.preferences.assistant_instructions, turns)

    async def _answer(self, conversation_id: str, prompt: Prompt) -> Answer:
        try:
            async with self._answers.waiting():
                return await self._assistant.answer(prompt)
        except AssistantFailed as failure:
            raise unavailable(conversation_id, failure) from None


class AnswerEvents(AsyncIterator[ChatEvent]):
    """An answer as events: its pieces, then what became of it, whatever that is. To close it is to stop the answer."""

    def __init__(self, conversation_id: str, answering: Answering) -> None:
        self._conversation_id = conversation_id
        self._answering = answering
        self._over = False

    async def __anext__(self) -> ChatEvent:
        if self._over:
            raise StopAsyncIteration
        try:
            news = await self._answering.read()
        except AssistantFailed as failure:
            return self._error(failure)
        except Exception:  # noqa: BLE001 - the stream has begun: this is the only way left to tell the client
            get_logger().exception("an answer broke off")
            return self._error(AssistantFailed("broken"))
        if isinstance(news, str):
            return ChatDeltaEvent(ChatDelta(text=news))
        self._over = True
        return ChatDoneEvent(reply_of(self._conversation_id, news))

    async def aclose(self) -> None:
        self._over = True
        self._answering.stop()

    def _error(self, failure: AssistantFailed) -> ChatErrorEvent:
        self._over = True
        document = problem_document(current_scope.get(), unavailable(self._conversation_id, failure))
        return ChatErrorEvent(AssistantUnavailableProblem.model_validate(document))


DETAILS = {"deleted": "The conversation was deleted.", "unsaved": "The answer could not be saved."}


def unavailable(conversation_id: str, failure: AssistantFailed) -> AssistantUnavailable:
    detail = DETAILS.get(failure.reason)
    return AssistantUnavailable(detail, retry_after=failure.retry_after, conversation_id=conversation_id)


def reply_of(conversation_id: str, saved: Message) -> ChatReply:
    return ChatReply(
        message=saved.content,
        conversation_id=conversation_id,
        timestamp=saved.created_at,
        message_id=saved.id,
        cut_off=saved.cut_off,
    )
