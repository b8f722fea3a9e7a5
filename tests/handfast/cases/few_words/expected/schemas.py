"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import MISSING, ConfigDict, Field
from typing_extensions import TypeAliasType

from .support.formats import Binary
from .support.forms import Upload
from .support.models import Model
from .support.rules import Rules

Words = TypeAliasType("Words", dict[str, str])


class Known(Model):
    id: Annotated[int | MISSING, Field(frozen=True)] = MISSING
    name: str


class Photo(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    photo: Upload


class ThingColour(StrEnum):
    red = "red"
    blue = "blue"


Command = TypeAliasType("Command", Annotated[list[str], Field(max_length=2)])


class Thing(Model):
    __rules__ = Rules({"properties": {"tags": {"uniqueItems": True}}})
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    counts: dict[str, int] | MISSING = MISSING
    """A map by what its values are."""
    command: Command | str | MISSING = MISSING
    words: Words | MISSING = MISSING
    """More about the words."""
    colour: ThingColour | MISSING = MISSING
    raw: Binary | MISSING = MISSING
    tags: list[str] | MISSING = MISSING
