"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from pydantic import MISSING

from .support.models import Model


class Error(Model):
    message: str


class GetJobResponse(Model):
    id: str | MISSING = MISSING


class GetJob409Response(Model):
    by: str | MISSING = MISSING
