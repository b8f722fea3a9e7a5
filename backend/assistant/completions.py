"""What an AI service answers: a chat completion as a whole, or in chunks."""

import json
from typing import Any

from backend.assistant.events import BOM, decoded
from backend.assistant.interface import Answer, AssistantFailed
from backend.assistant.texts import BoundedText

DONE = "[DONE]"
MOST_TOKENS = 10**9  # a number beyond it is no count


class Usage:
    """How many tokens the service counted, if it says so."""

    prompt: int | None = None
    completion: int | None = None

    def note(self, completion: dict[str, Any]) -> None:
        usage = completion.get("usage")
        if isinstance(usage, dict):
            self.prompt = _count(usage.get("prompt_tokens"))
            self.completion = _count(usage.get("completion_tokens"))


def read_completion(received: bytes, usage: Usage) -> Answer:
    """Return the answer in the body of a response, or raise AssistantFailed."""
    completion = _object(decoded(received.removeprefix(BOM)))
    usage.note(completion)
    choice = _choice(completion)
    if choice is None:
        raise AssistantFailed("empty")
    bounded = BoundedText()
    text = bounded.add(_said(choice.get("message")))
    if not text:
        raise AssistantFailed("empty")
    return Answer(text, cut_off=bounded.cut_off or _is_cut_off(choice))


class Chunks:
    """A streamed answer as it grows, event by event."""

    def __init__(self, usage: Usage) -> None:
        self._usage = usage
        self._text = BoundedText()
        self._cut_off = False
        self.is_finished = False
        """The service says so; only its count of tokens may follow."""
        self.is_over = False
        """Nothing need be waited for."""

    @property
    def cut_off(self) -> bool:
        return self._cut_off or self._text.cut_off

    def take(self, data: str) -> str:
        """Return the text that an event brings, maybe none; raise AssistantFailed if it is not one of an answer."""
        if data.strip() == DONE:
            self.is_finished = self.is_over = True
            return ""
        chunk = _object(data)
        self._usage.note(chunk)
        choice = _choice(chunk)
        if choice is None:
            return ""
        text = self._text.add(_said(choice.get("delta")))
        if choice.get("finish_reason"):  # some say "" until then
            self.is_finished = True
            self._cut_off = _is_cut_off(choice)
        self.is_over = self._text.cut_off
        return text

    def end(self) -> None:
        """Raise AssistantFailed unless the answer was whole, or as long as it may be."""
        if not (self.is_finished or self._text.cut_off):
            raise AssistantFailed("cut")
        if self._text.is_empty:
            raise AssistantFailed("empty")


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise AssistantFailed("garbage") from None
    if not isinstance(value, dict):
        raise AssistantFailed("garbage")
    if value.get("error"):
        raise AssistantFailed("failing")
    return value


def _choice(completion: dict[str, Any]) -> dict[str, Any] | None:
    choices = completion.get("choices")
    if choices is None or choices == []:
        return None
    if not isinstance(choices, list) or not isinstance(choices[0], dict):
        raise AssistantFailed("garbage")
    return choices[0]


def _said(message: Any) -> str:
    """Return the text of a message or of a delta; of one that refuses, why."""
    if message is None:
        return ""
    if not isinstance(message, dict):
        raise AssistantFailed("garbage")
    return _text(message.get("content")) or _text(message.get("refusal"))


def _text(content: Any) -> str:
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise AssistantFailed("garbage")
    texts = [part.get("text") for part in content if isinstance(part, dict) and part.get("type") == "text"]
    return "".join(text for text in texts if isinstance(text, str))


def _is_cut_off(choice: dict[str, Any]) -> bool:
    return choice.get("finish_reason") in ("length", "content_filter")


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_TOKENS else None
