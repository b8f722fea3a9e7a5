"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import MISSING, ConfigDict, Field
from typing_extensions import TypeAliasType

from .support.formats import Int32, Int64
from .support.models import Model

Count = TypeAliasType("Count", Int64 | None)


Step = TypeAliasType("Step", Annotated[int, Field(ge=-2147483648, le=7)])


class Counter(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    value: Int32
    total: Count | MISSING = MISSING
    steps: list[Step] | MISSING = MISSING
    start: Int32 = 5
    seen: Annotated[int | MISSING, Field(ge=0)] = MISSING
