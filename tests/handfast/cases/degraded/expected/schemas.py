"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from datetime import date
from enum import Enum, StrEnum
from typing import Annotated, Any, Literal

from pydantic import MISSING, ConfigDict, Field
from typing_extensions import TypeAliasType

from .formats import DateText, ThingWordText
from .support.forms import Upload
from .support.models import Model, optional_tag, told_if_there
from .support.rules import Rules


class Cat(Model):
    kind: Annotated[Literal["Cat"] | MISSING, optional_tag] = MISSING


class Dog(Model):
    kind: Annotated[Literal["Dog"] | MISSING, optional_tag] = MISSING


class ThingKind(StrEnum):
    a = "a"
    b = "b"


class ThingParts(Model):
    a: str | MISSING = MISSING


class Mixed(float, Enum):
    n1_5 = 1.5
    n1 = 1


class Thing(Model):
    __rules__ = Rules({"properties": {"mixed": {"enum": ["a", 1, 1.5, True]}}})
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    kind: ThingKind | None
    mixed: Literal["a"] | Mixed | Literal[True] | MISSING = MISSING
    empty: Any | MISSING = MISSING
    odd: Any | MISSING = MISSING
    seven: Any | MISSING = MISSING
    word: ThingWordText | MISSING = MISSING
    broken: str | MISSING = MISSING
    made_up: str | MISSING = MISSING
    wrong: int | MISSING = MISSING
    parts: ThingParts | MISSING = MISSING
    steps: float | MISSING = MISSING
    cents: float | MISSING = MISSING
    day: DateText = Field(default_factory=lambda: date(2026, 1, 1))
    next: Thing | MISSING = MISSING
    gone: Any | MISSING = MISSING


ListSchema = TypeAliasType("ListSchema", "list[ListSchema]")


Loop = TypeAliasType("Loop", Any)


Either = TypeAliasType("Either", str)


class Tree(Model):
    kids: list[Tree] | MISSING = MISSING


class AddThingBody(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    file: Upload | MISSING = MISSING


class AddThingBodyWwwFormUrlencoded(Model):
    file: str | MISSING = MISSING


Animal = TypeAliasType("Animal", Annotated[Cat | Dog, Field(discriminator="kind"), told_if_there("kind")])
