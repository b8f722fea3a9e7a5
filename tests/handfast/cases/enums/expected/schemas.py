"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Literal

from pydantic import MISSING

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


class Paint(Model):
    __rules__ = Rules({"properties": {"size": {"not": {"type": "boolean"}}}})
    colour: Colour
    size: Size | MISSING = MISSING
    kind: Literal["paint"]
    finish: PaintFinish = PaintFinish.matt
