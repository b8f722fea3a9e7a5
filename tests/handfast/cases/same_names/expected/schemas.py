"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import StrEnum

from pydantic import MISSING

from .support.models import Model


class Error(Model):
    message: str | MISSING = MISSING


class Pet2(StrEnum):
    a = "a"
    b = "b"


class Pet(Model):
    error: Error | MISSING = MISSING
