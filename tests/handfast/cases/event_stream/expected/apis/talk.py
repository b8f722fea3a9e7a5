"""Operations tagged `talk`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

from ..schemas import End, Piece, Question, SilentProblem
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class PieceEvent:
    """The answer goes on."""

    data: Piece
    id: str | None = None
    retry: int | None = None


@dataclass(frozen=True, slots=True)
class EndEvent:
    """The answer is whole; it is also what the log keeps."""

    data: End


@dataclass(frozen=True, slots=True)
class FailureEvent:
    """The event `failure`."""

    data: SilentProblem


@dataclass(frozen=True, slots=True)
class Last:
    """What ends every stream."""

    data: Literal["[DONE]"] = "[DONE]"


@dataclass(frozen=True, slots=True)
class Talk200:
    """200: The answer, piece by piece."""

    content: AsyncIterator[PieceEvent | EndEvent | FailureEvent | Last]
    x_model: str


class TalkApi(ABC):
    """Operations tagged `talk`."""

    @abstractmethod
    async def talk(self, body: Question) -> Talk200:
        """POST /talk."""

    @abstractmethod
    async def talk_again(self) -> AsyncIterator[PieceEvent | EndEvent | FailureEvent | Last]:
        """GET /talk/again."""


class UnimplementedTalk(TalkApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def talk(self, body: Question) -> Talk200:
        raise Refused(501)

    async def talk_again(self) -> AsyncIterator[PieceEvent | EndEvent | FailureEvent | Last]:
        raise Refused(501)
