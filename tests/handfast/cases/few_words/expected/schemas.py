"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Annotated, Literal

from pydantic import MISSING, ConfigDict, Field
from typing_extensions import TypeAliasType

from .support.formats import Binary
from .support.forms import Upload
from .support.models import Model
from .support.rules import Rules


class Level(IntEnum):
    n1 = 1
    n3 = 3


Code = TypeAliasType("Code", Annotated[str, Field(pattern="^[a-z]$")])


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


class FirstLevel(IntEnum):
    n1 = 1
    n3 = 3


class First(Model):
    __rules__ = Rules({"properties": {"level": {"not": {"type": "boolean"}}}})
    level: FirstLevel | MISSING = MISSING


class Other(Model):
    __rules__ = Rules({"properties": {"level": {"not": {"type": "boolean"}}}})
    level: Level | MISSING = MISSING


class Late(Model):
    codes: list[Code] | MISSING = MISSING
    code: Annotated[str | MISSING, Field(pattern="^[a-z]$")] = MISSING


class StopKind(StrEnum):
    stop = "stop"
    road = "road"


class Stop(Model):
    kind: Literal["stop"]
    name: str | MISSING = MISSING


class Road(Model):
    kind: Literal["road"]
    miles: int | MISSING = MISSING


Way = TypeAliasType("Way", Annotated[Stop | Road, Field(discriminator="kind")])


Route = TypeAliasType("Route", Way)


class Address(Model):
    street: str | MISSING = MISSING
    town: str | MISSING = MISSING


class Thing(Model):
    __rules__ = Rules({"properties": {"level": {"not": {"type": "boolean"}}, "tags": {"uniqueItems": True}}})
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
    level: Level | MISSING = MISSING
    codes: list[Code] | MISSING = MISSING
    known: Known | MISSING = MISSING
    """It says twice that it is an object."""
    address: Address | MISSING = MISSING
    route: Route | MISSING = MISSING
    tags: list[str] | MISSING = MISSING
