"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import MISSING, Field

from .support.models import Model


class Options(Model):
    speed: Annotated[float | MISSING, Field(ge=0.0)] = MISSING
