"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import MISSING, ConfigDict, Field
from typing_extensions import TypeAliasType

from .support.models import Model
from .support.rules import Rules

Labels = TypeAliasType("Labels", dict[str, Any])
"""Free to use."""


Settings = TypeAliasType("Settings", dict[str, Any])


class Envelope(Model):
    __rules__ = Rules({"required": ["kind"]})
    model_config = ConfigDict(
        extra="allow",
    )
    kind: Any


class Base(Model):
    model_config = ConfigDict(
        extra="allow",
    )


class Book(Base):
    title: str | MISSING = MISSING


class Shelf(Model):
    __rules__ = Rules({"properties": {"envelope": {"required": ["kind"]}}})
    labels: Labels | MISSING = MISSING
    settings: Settings | MISSING = MISSING
    envelope: Envelope | MISSING = MISSING
    book: Book | MISSING = MISSING


class RenewTokenBody(Model):
    model_config = ConfigDict(
        extra="forbid",
    )


class DrawMapBodyOption1(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    radius: float


class DrawMapBodyOption2(Model):
    corners: list[float]


class ChangeReleaseBody(Model):
    rollout: Annotated[int | MISSING, Field(le=100)] = MISSING
