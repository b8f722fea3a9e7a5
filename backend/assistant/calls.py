"""What the log says of a call of an AI service: one line, and nothing that was said."""

import asyncio
from time import perf_counter
from types import TracebackType
from typing import Self

from backend.assistant.completions import Usage
from backend.assistant.interface import AnswerCutOff, AssistantFailed
from backend.logs import get_access_logger


class Call:
    """A block that ends in a line: how it went, how long it took, and what the service counted."""

    def __init__(self) -> None:
        self.usage = Usage()
        self.attempts = 0
        self.status: int | None = None
        self.cut_off = False

    def __enter__(self) -> Self:
        self._began = perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        outcome = self._outcome(error)
        # The access logger, for which numbers of tokens are no secrets.
        log = get_access_logger()
        tell = log.info if outcome in {"answered", "cut_off", "stopped"} else log.warning
        tell(
            "assistant",
            outcome=outcome,
            milliseconds=round((perf_counter() - self._began) * 1000),
            attempts=self.attempts,
            status=self.status,
            prompt_tokens=self.usage.prompt,
            completion_tokens=self.usage.completion,
        )

    def _outcome(self, error: BaseException | None) -> str:
        match error:
            case None:
                return "cut_off" if self.cut_off else "answered"
            case AnswerCutOff():
                return "cut_off"
            case AssistantFailed():
                return error.reason
            case GeneratorExit() | asyncio.CancelledError():
                return "stopped"
            case _:
                return "broken"
