"""The assistant that asks an AI service: any with chat completions as OpenAI's."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from backend.assistant import requests
from backend.assistant.calls import Call
from backend.assistant.completions import Chunks, read_completion
from backend.assistant.events import EventReader
from backend.assistant.exchanges import Exchanges
from backend.assistant.interface import Answer, AnswerCutOff, AssistantFailed, Prompt
from backend.assistant.responses import Incoming
from backend.assistant.seats import Seats
from backend.settings import Settings


class ServiceAssistant:
    """Asks `exchanges`, in the way that the settings say, for each user so many times at once."""

    def __init__(self, settings: Settings, exchanges: Exchanges | None = None) -> None:
        self._settings = settings
        self._seats = Seats()
        self._exchanges = exchanges or Exchanges(
            settings.ai_base_url or "",
            settings.ai_api_key,
            timeout=settings.ai_timeout_seconds,
            total=settings.ai_total_seconds,
        )

    async def answer(self, prompt: Prompt) -> Answer:
        with Call() as call, self._seats.taken(prompt.user_id):
            async with self._exchanges.asked(self._body(prompt, stream=False), call) as incoming:
                answer = read_completion(await incoming.whole(), call.usage)
            call.cut_off = answer.cut_off
            return answer

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        with Call() as call, self._seats.taken(prompt.user_id):
            async with self._exchanges.asked(self._body(prompt, stream=True), call) as incoming:
                pieces = streamed(incoming, call) if incoming.is_stream else unstreamed(incoming, call)
                async with aclosing(pieces):
                    async for piece in pieces:
                        yield piece
            if call.cut_off:
                raise AnswerCutOff

    async def close(self) -> None:
        await self._exchanges.close()

    def _body(self, prompt: Prompt, *, stream: bool) -> bytes:
        settings = self._settings
        return requests.body(
            settings.ai_model or "",
            settings.ai_system_prompt,
            prompt,
            alternating=settings.ai_alternating_roles,
            stream=stream,
        )


async def unstreamed(incoming: Incoming, call: Call) -> AsyncGenerator[str, None]:
    """Yield the answer of a service that does not stream."""
    answer = read_completion(await incoming.whole(), call.usage)
    yield answer.text
    call.cut_off = answer.cut_off


async def streamed(incoming: Incoming, call: Call) -> AsyncGenerator[str, None]:
    """Yield the texts of an answer as they come, or raise AssistantFailed unless it ends as it should."""
    chunks = Chunks(call.usage)
    async with aclosing(events(incoming, chunks)) as data:
        async for event in data:
            if text := chunks.take(event):
                yield text
            if chunks.is_over:
                break
    chunks.end()
    call.cut_off = chunks.cut_off


async def events(incoming: Incoming, chunks: Chunks) -> AsyncGenerator[str, None]:
    """Yield the data of events; once the answer is finished it does not matter how the stream ends."""
    reader = EventReader()
    while (received := await following(incoming, chunks)) is not None:
        for event in reader.feed(received):
            yield event
    for event in reader.end():
        yield event


async def following(incoming: Incoming, chunks: Chunks) -> bytes | None:
    try:
        return await incoming.next()
    except AssistantFailed:
        if chunks.is_finished:
            return None
        raise
