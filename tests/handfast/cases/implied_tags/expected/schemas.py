"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import MISSING, Field
from typing_extensions import TypeAliasType

from .support.models import Model, told_by


class PetBase(Model):
    kind: str


class BigCat(PetBase):
    stripes: int | MISSING = MISSING


class SmallDog(PetBase):
    barks: bool | MISSING = MISSING


class SeaFish(Model):
    kind: Literal["sea_fish"]
    salt: float | MISSING = MISSING


class RiverFish(Model):
    kind: Literal["river_fish"]
    river: str | MISSING = MISSING


Fish = TypeAliasType("Fish", Annotated[SeaFish | RiverFish, Field(discriminator="kind")])


class PlantType(StrEnum):
    tree = "tree"
    flower = "flower"


class Plant(Model):
    """Nothing extends it, so there is nothing to tell."""

    type: PlantType


class ToolType(StrEnum):
    hammer = "hammer"
    saw = "saw"


AnyPetBase = TypeAliasType(
    "AnyPetBase", Annotated[BigCat | SmallDog | PetBase, told_by("kind", "big_cat", "small.dog")]
)


class ToolOption1(Model):
    type: ToolType
    size: int


class ToolOption2(Model):
    type: ToolType
    name: str


Tool = TypeAliasType("Tool", ToolOption1 | ToolOption2)
"""Any of the values may mean any of the branches."""


class Zoo(Model):
    pet: AnyPetBase | MISSING = MISSING
    cat: BigCat | MISSING = MISSING
    fish: Fish | MISSING = MISSING
    plant: Plant | MISSING = MISSING
    tool: Tool | MISSING = MISSING
