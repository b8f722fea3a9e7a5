"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import MISSING, ConfigDict, Field
from typing_extensions import TypeAliasType

from .formats import DateTimeText
from .support.models import Model
from .support.rules import Rules

Id = TypeAliasType("Id", str)


class Kept(Model):
    id: Id | MISSING = MISSING


class User(Kept):
    __rules__ = Rules({"allOf": [{"required": ["password"]}]})
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    name: str
    password: str | MISSING = MISSING
    made_at: Annotated[DateTimeText | MISSING, Field(frozen=True)] = MISSING


class Stamp(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    at: Annotated[DateTimeText, Field(frozen=True)]
