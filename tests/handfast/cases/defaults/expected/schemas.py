"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import MISSING, Field
from typing_extensions import TypeAliasType

from .support.models import Model


class Colour(StrEnum):
    red = "red"
    blue = "blue"


Limit = TypeAliasType("Limit", Annotated[int, Field(ge=1)])


class Thing(Model):
    count: int = 3
    ratio: float = 1
    words: list[str] = ["a"]
    colour: Colour = Colour.red
    nothing: str | None = None
    map: dict[str, int] = {"a": 1}
    left_out: str | MISSING = MISSING
