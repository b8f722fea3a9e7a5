"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import MISSING, Field
from typing_extensions import TypeAliasType

from .support.models import Model


class Lamp(Model):
    name: str | MISSING = MISSING


class Wax(StrEnum):
    bee = "bee"
    soy = "soy"


Unused = TypeAliasType("Unused", Lamp)


class Dark(Model):
    why: Literal["dark"]


Lamps = TypeAliasType("Lamps", list[Lamp])


class Candle(Model):
    wax: Wax
    in_: Annotated[Lamp | MISSING, Field(alias="in")] = MISSING
