"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from pydantic import MISSING

from .support.models import Model


class Thing(Model):
    """A   thing."""

    name: str | MISSING = MISSING
    """Its   name."""
