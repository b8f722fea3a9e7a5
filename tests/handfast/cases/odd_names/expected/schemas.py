"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import MISSING, ConfigDict, Field

from .formats import DateText, DateTimeText
from .support.models import Model


class NoneSchema(Model):
    true: Annotated[bool | MISSING, Field(alias="True")] = MISSING


class PetKind(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    class_: Annotated[str | MISSING, Field(alias="class")] = MISSING
    from_: Annotated[str | MISSING, Field(alias="from")] = MISSING
    type: Annotated[str | MISSING, Field(alias="@type")] = MISSING
    n2fa: Annotated[bool | MISSING, Field(alias="2fa")] = MISSING
    private: Annotated[str | MISSING, Field(alias="_private")] = MISSING
    with_space: Annotated[str | MISSING, Field(alias="with space")] = MISSING


class Shadows(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    copy_: Annotated[str | MISSING, Field(alias="copy")] = MISSING
    json_: Annotated[str | MISSING, Field(alias="json")] = MISSING
    schema_: Annotated[str | MISSING, Field(alias="schema")] = MISSING
    model_config_: Annotated[str | MISSING, Field(alias="model_config")] = MISSING
    model_dump_: Annotated[str | MISSING, Field(alias="model_dump")] = MISSING
    str_: Annotated[str | MISSING, Field(alias="str")] = MISSING
    int_: Annotated[int | MISSING, Field(alias="int")] = MISSING
    list_: Annotated[list[str] | MISSING, Field(alias="list")] = MISSING
    date: DateText | MISSING = MISSING
    datetime: DateTimeText | MISSING = MISSING
