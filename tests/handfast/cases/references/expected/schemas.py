"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import MISSING, Field
from typing_extensions import TypeAliasType

from .support.models import Model


class PetOwner(Model):
    name: Annotated[str | MISSING, Field(max_length=9)] = MISSING


class Owner(Model):
    name: Annotated[str | MISSING, Field(max_length=9)] = MISSING


Name = TypeAliasType("Name", Annotated[str, Field(max_length=9)])


class Kind(StrEnum):
    cat = "cat"
    dog = "dog"


class Pet(Model):
    owner: PetOwner | MISSING = MISSING
    friend: Pet | MISSING = MISSING
    kind: Kind | MISSING = MISSING
