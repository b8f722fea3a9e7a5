"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from .support.models import Model


class Pet(Model):
    name: str
