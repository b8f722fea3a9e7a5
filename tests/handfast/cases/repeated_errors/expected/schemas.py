"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from pydantic import MISSING

from .support.models import Model


class Error(Model):
    code: int | MISSING = MISSING


class GetPet422Response(Model):
    detail: str | MISSING = MISSING
