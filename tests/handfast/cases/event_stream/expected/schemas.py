"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import MISSING, ConfigDict

from .formats import DateTimeText
from .support.models import Model


class Question(Model):
    text: str


class Piece(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    text: str
    at: DateTimeText


class SilentProblem(Model):
    title: Literal["Silent"]
    status: Literal[503]
    detail: str | MISSING = MISSING


class LineEvent(StrEnum):
    news = "news"
    weather = "weather"


class End(Model):
    pieces: int
