"""What chat needs of an assistant.

AssistantFailed   no answer, or none that goes on; the reason is a word for the log
AnswerCutOff      the end of a streamed answer that grew too long
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal, Protocol

MAX_CHARACTERS = 16_000
"""What an answer may have; a longer one is cut off."""

SOON_SECONDS = 10
"""When to try again if nobody knows better."""

LONGEST_WAIT_SECONDS = 86_400


class AssistantFailed(Exception):
    """No answer, or none that goes on; `retry_after` is in seconds, from 1 to a day.

    Reasons: timeout, unreachable, refused (4xx), overloaded (429), failing (5xx), garbage, empty, cut, oversized; and
    of our own, busy (the user has too many answers under way) and crowded (all users have).
    """

    def __init__(self, reason: str, retry_after: float = SOON_SECONDS) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = ceil(min(max(retry_after, 1), LONGEST_WAIT_SECONDS))


class AnswerCutOff(Exception):
    """The pieces that came are good, but the answer would have gone on."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is to be answered: the last of the turns, which is the user's; `instructions` are the user's wishes."""

    user_id: str
    instructions: str
    turns: Sequence[Turn]


@dataclass(frozen=True, slots=True)
class Answer:
    """From 1 to MAX_CHARACTERS characters that can be saved and shown; `cut_off` if there would have been more."""

    text: str
    cut_off: bool


class Assistant(Protocol):
    """Answers prompts, many at once."""

    async def answer(self, prompt: Prompt) -> Answer:
        """Answer as a whole, or raise AssistantFailed."""
        ...

    def stream(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """Answer in pieces, none of them empty; joined they are what `answer` would be.

        Nothing happens before the first piece is asked for. `aclose` ends the work at once. Raises AssistantFailed
        before, between or after pieces, AnswerCutOff after the last one.
        """
        ...

    async def close(self) -> None:
        """Let go of what is held open."""
        ...
