"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Annotated, Any

from pydantic import MISSING, Field
from typing_extensions import TypeAliasType

from .support.models import Model
from .support.rules import Rules

More = TypeAliasType("More", str)


class ReactionsOrder(StrEnum):
    empty = ""
    plus = "+"
    minus = "-"
    greater_equal = ">="
    n1 = "1"
    minus_1 = "-1"
    a_b = "a-b"
    star = "*"


class ReactionsScale(IntEnum):
    minus_1 = -1
    n0 = 0
    n1 = 1


class Reactions(Model):
    __rules__ = Rules({"properties": {"scale": {"not": {"type": "boolean"}}}})
    plus_1: Annotated[int, Field(alias="+1")]
    minus_1: Annotated[int, Field(alias="-1")]
    id: Annotated[str | MISSING, Field(alias="@id")] = MISSING
    id_2: Annotated[str | MISSING, Field(alias="$id")] = MISSING
    links: Annotated[dict[str, Any] | MISSING, Field(alias="_links")] = MISSING
    field_name: Annotated[str | MISSING, Field(alias="_name")] = MISSING
    name: str | MISSING = MISSING
    empty: Annotated[str | MISSING, Field(alias="")] = MISSING
    n1st: Annotated[str | MISSING, Field(alias="1st")] = MISSING
    order: ReactionsOrder | MISSING = MISSING
    scale: ReactionsScale | MISSING = MISSING


Inner = TypeAliasType("Inner", More)


class Named(Model):
    name: str | MISSING = MISSING


class Old(Model):
    __rules__ = Rules(
        {
            "dependentRequired": {"a": ["b"]},
            "properties": {"pair": {"prefixItems": [{"type": "string"}], "items": False}},
        }
    )
    a: str | MISSING = MISSING
    b: str | MISSING = MISSING
    pair: Annotated[list[str] | MISSING, Field(max_length=1)] = MISSING


class LocalBeside(Named):
    more: str


class Local(Model):
    tree: Named | MISSING = MISSING
    beside: LocalBeside | MISSING = MISSING
