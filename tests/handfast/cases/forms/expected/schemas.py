"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import MISSING, ConfigDict, Field
from typing_extensions import TypeAliasType

from .support.forms import Upload
from .support.models import Model


class SellerTown(StrEnum):
    ulm = "Ulm"
    bonn = "Bonn"


class Seller(Model):
    name: str
    town: SellerTown


class BuyerTown(StrEnum):
    ulm = "Ulm"
    kiel = "Kiel"


class Buyer(Model):
    name: str
    town: BuyerTown | MISSING = MISSING
    age: int | MISSING = MISSING


class Dated(Model):
    year: int


class Counted(Model):
    count: int


class Pet(Model):
    name: str
    age: Annotated[int | MISSING, Field(ge=0)] = MISSING
    tags: list[str] | MISSING = MISSING


class AddPhotosBody(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    photo: Upload
    shots_0_: Annotated[Upload | MISSING, Field(alias="shots[0]")] = MISSING
    more: list[Upload] | MISSING = MISSING
    words: list[str] | MISSING = MISSING
    age: int | MISSING = MISSING
    pet: Pet | MISSING = MISSING


class AddAlbumBody1(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    cover: Upload | MISSING = MISSING


class AddAlbumBody2(Dated, AddAlbumBody1):
    pass


class AddAlbumBody3(Counted, AddAlbumBody1):
    pass


AddAlbumBody = TypeAliasType("AddAlbumBody", AddAlbumBody2 | AddAlbumBody3)


class AddWalkLeash(Model):
    length: int | MISSING = MISSING


class AddWalkBodyPlace(Model):
    town: str | MISSING = MISSING
    days: list[int] | MISSING = MISSING
    dogs: str | MISSING = MISSING


class AddSaleBody(Model):
    from_: Annotated[Seller | MISSING, Field(alias="from")] = MISSING
    to: Buyer | MISSING = MISSING


class AddWalkBody(Model):
    dogs: list[int] | None | MISSING = MISSING
    names: list[str] | None | MISSING = MISSING
    hours: list[int] | None | MISSING = MISSING
    others: list[Pet] | MISSING = MISSING
    pet: Pet | None | MISSING = MISSING
    place: AddWalkBodyPlace | MISSING = MISSING
