"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import MISSING, ConfigDict, Field

from .support.models import Model


class Asked(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    word: Annotated[str, Field(min_length=1)]
    limit: Annotated[int | MISSING, Field(ge=1)] = MISSING
    tags: list[str] | MISSING = MISSING
    near: list[float] | MISSING = MISSING


class FindEitherAskedOption2(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    page: int
