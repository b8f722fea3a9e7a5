"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from pydantic import MISSING
from typing_extensions import TypeAliasType

from .support.models import Model


class Note(Model):
    id: int
    text: str | MISSING = MISSING


class ExportChangesItem1(Model):
    added: Note


class ExportChangesItem2(Model):
    removed: int


ExportChangesItem = TypeAliasType("ExportChangesItem", ExportChangesItem1 | ExportChangesItem2)
