"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import MISSING, Field
from typing_extensions import TypeAliasType

from .support.models import Model

Name = TypeAliasType("Name", Annotated[str, Field(max_length=50)])


class Home(Model):
    """Where a pet lives."""

    street: str | MISSING = MISSING
    pets: list[Pet] | MISSING = MISSING


class Pet(Model):
    name: Name
    friends: list[Pet] | MISSING = MISSING
    home: Home | MISSING = MISSING
