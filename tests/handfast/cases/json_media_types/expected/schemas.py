"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from pydantic import MISSING, ConfigDict

from .support.models import Model


class Patch(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    name: str | MISSING = MISSING
    age: int | None | MISSING = MISSING
