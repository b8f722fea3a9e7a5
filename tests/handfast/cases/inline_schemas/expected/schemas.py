"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from pydantic import MISSING

from .support.models import Model


class AddPetBody(Model):
    name: str


class AddPetResponse(Model):
    id: str | MISSING = MISSING
