"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import MISSING, ConfigDict, Field

from .support.forms import Upload
from .support.models import Model


class Pet(Model):
    name: str
    age: Annotated[int | MISSING, Field(ge=0)] = MISSING
    tags: list[str] | MISSING = MISSING


class AddPhotosBody(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    photo: Upload
    more: list[Upload] | MISSING = MISSING
    words: list[str] | MISSING = MISSING
    age: int | MISSING = MISSING
    pet: Pet | MISSING = MISSING
