"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Any

from pydantic import MISSING

from .support.models import Model


class Place(Model):
    town: str | MISSING = MISSING
    near: Place | MISSING = MISSING


class Made(Model):
    place: Place | MISSING = MISSING
    other: Any | MISSING = MISSING


class Owner(Model):
    name: str | MISSING = MISSING
    pets: list[Pet] | MISSING = MISSING


class Pet(Model):
    parent: Pet | MISSING = MISSING
    owner: Owner | MISSING = MISSING
