"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import MISSING, ConfigDict, Field
from typing_extensions import TypeAliasType

from .formats import DateText
from .support.models import Model


class AnySchema(Model):
    self: str | MISSING = MISSING
    model_dump_: Annotated[str | MISSING, Field(alias="model_dump")] = MISSING
    any: Annotated[str | MISSING, Field(alias="Any")] = MISSING


class FieldSchema(Model):
    field: Annotated[FieldSchema | MISSING, Field(alias="Field")] = MISSING


LiteralSchema = TypeAliasType("LiteralSchema", Literal["a"])


Parameter = TypeAliasType("Parameter", dict[str, Any])


class Request(Model):
    field: FieldSchema | MISSING = MISSING


class Response(Model):
    literal: LiteralSchema | MISSING = MISSING


class Datetime(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    date: DateText | MISSING = MISSING


class ShopV1OrderLinesItem(Model):
    sku: str | MISSING = MISSING


class ShopV1Order(Model):
    lines: list[ShopV1OrderLinesItem] | MISSING = MISSING


ShopV1Order3 = TypeAliasType("ShopV1Order3", dict[str, Any])


ShopV1Order2 = TypeAliasType("ShopV1Order2", dict[str, Any])
