"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated, Any, Dict, Literal

from pydantic import MISSING, ConfigDict, Field
from typing_extensions import TypeAliasType

from .support.models import Model


class PaperOption1(Model):
    model_config = ConfigDict(
        extra="allow",
    )
    __annotations__ = {
        "__pydantic_extra__": Dict[str, str],
    }
    id: str | MISSING = MISSING
    title: str
    author: str


class PaperOption2(Model):
    title: str
    pages: int
    author: Any


class PaperOption5(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    page: int | MISSING = MISSING


class Scan(Model):
    scanner: str


class Print(Model):
    title: str
    author: str


class Plain(Model):
    kind: Literal["plain"]
    size: int | MISSING = MISSING


class Lined(Model):
    kind: Literal["lined"]
    title: str | MISSING = MISSING


class PaperOption3(Scan):
    title: Any
    author: Any


Paper = TypeAliasType("Paper", PaperOption1 | PaperOption2 | PaperOption3 | Print | PaperOption5 | None)


Sheet = TypeAliasType("Sheet", Annotated[Plain | Lined, Field(discriminator="kind")])
