"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Annotated, Any, Literal

from pydantic import MISSING, Field
from typing_extensions import TypeAliasType

from .support.models import Model
from .support.rules import Rules


class Colour(StrEnum):
    red = "red"
    dark_blue = "dark blue"
    empty = ""
    n1 = "1"
    none = "None"
    class_ = "class"


class Size(IntEnum):
    n1 = 1
    n2 = 2
    n3 = 3


class PaintFinish(StrEnum):
    matt = "matt"
    gloss = "gloss"


Layers = TypeAliasType("Layers", Annotated[list[Colour], Field(max_length=9)])


class CoatOption1(Model):
    __rules__ = Rules({"required": ["of"]})
    state: Literal["dry"] | MISSING = MISSING
    of: Any


class CoatOption2State(StrEnum):
    wet = "wet"
    gone = "gone"


class Coat1(CoatOption1):
    of: Colour


class Paint(Model):
    __rules__ = Rules({"properties": {"size": {"not": {"type": "boolean"}}}})
    colour: Colour
    size: Size | MISSING = MISSING
    kind: Literal["paint"]
    base: Colour | MISSING = MISSING
    """What is below it."""
    layers: Layers | MISSING = MISSING
    """From below."""
    finish: PaintFinish = PaintFinish.matt


class CoatOption2(Model):
    state: CoatOption2State | MISSING = MISSING


class Coat2(CoatOption2):
    of: Colour | MISSING = MISSING


Coat = TypeAliasType("Coat", Coat1 | Coat2)
