"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import MISSING, ConfigDict, Field

from .formats import DateTimeText
from .support.models import Model


class Other(Model):
    a: str | MISSING = MISSING


class Thing(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    name: Annotated[str | None, Field(max_length=5)]
    at: DateTimeText | None | MISSING = MISSING
    size: Annotated[int | MISSING, Field(gt=0)] = MISSING
    other: Other | None | MISSING = MISSING
