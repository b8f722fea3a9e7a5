"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import MISSING, ConfigDict, Field, SecretStr
from typing_extensions import TypeAliasType

from .formats import DateText, DateTimeText, SecretText, UuidText
from .support.models import Model, parsed


class Colour(StrEnum):
    red = "red"
    blue = "blue"


Limit = TypeAliasType("Limit", Annotated[int, Field(ge=1)])


class ThingEither(StrEnum):
    a = "a"
    b = "b"


class Place(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    name: str
    at: DateText | MISSING = MISSING


class Thing(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    count: int = 3
    ratio: float = 1
    words: list[str] = ["a"]
    colour: Colour = Colour.red
    nothing: str | None = None
    map: dict[str, int] = {"a": 1}
    left_out: str | MISSING = MISSING
    day: DateText = Field(default_factory=lambda: date(2026, 11, 4))
    date: DateTimeText = Field(default_factory=lambda: datetime(2026, 11, 4, 8, 15, 0, 500000, tzinfo=UTC))
    until: DateText = Field(default_factory=lambda: date(2027, 1, 1))
    key: UuidText = UUID("01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3")
    secret: SecretText = SecretStr("secret")
    place: Annotated[Place, Field(validate_default=True)] = Field(
        default_factory=lambda: parsed(Place, '{"name": "here", "at": "2026-11-04"}')
    )
    places: Annotated[list[Place], Field(validate_default=True)] = Field(
        default_factory=lambda: parsed(list[Place], '[{"name": "here"}]')
    )
    colours: list[Colour] = Field(default_factory=lambda: [Colour("red")])
    either: ThingEither | None = ThingEither("a")
    union: Annotated[Place | int, Field(validate_default=True)] = Field(
        default_factory=lambda: parsed(Place | int, '{"name": "there"}')
    )
    limit: Limit = 7
    written: int = 7
    truth: bool = True
    text: str = "7"
    null_is_none: str | MISSING = MISSING
