"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Any

from pydantic import MISSING
from typing_extensions import TypeAliasType

from .support.models import Model

Dog = TypeAliasType("Dog", Any)


class Kennel(Model):
    name: str | MISSING = MISSING
    dog: Any | MISSING = MISSING
