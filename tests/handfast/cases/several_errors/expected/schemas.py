"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from pydantic import MISSING

from .support.models import Model


class A(Model):
    a: str | MISSING = MISSING


class E(Model):
    message: str | MISSING = MISSING
