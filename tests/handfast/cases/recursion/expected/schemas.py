"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated, Dict, Literal, Optional, Union

from pydantic import MISSING, ConfigDict, Field
from typing_extensions import TypeAliasType

from .support.models import Model

Lists = TypeAliasType("Lists", "list[Lists]")


Maps = TypeAliasType("Maps", "dict[str, Maps]")


Words = TypeAliasType("Words", "list[Union[str, Words]]")


class Labels(Model):
    model_config = ConfigDict(
        extra="allow",
    )
    __annotations__ = {
        "__pydantic_extra__": Dict[str, "Labels"],
    }
    label: str | MISSING = MISSING


Grid = TypeAliasType("Grid", Optional["list[list[Grid]]"])


Value = TypeAliasType("Value", Union[str, "list[Value]", "dict[str, Value]"])


class Walk(Model):
    kind: Literal["Walk"]
    metres: int | MISSING = MISSING


class All(Model):
    folder: Folder | MISSING = MISSING
    lists: Lists | MISSING = MISSING
    maps: Maps | MISSING = MISSING
    value: Value | MISSING = MISSING
    grid: Grid | MISSING = MISSING
    rows: Rows | MISSING = MISSING
    words: Words | MISSING = MISSING
    labels: Labels | MISSING = MISSING
    person: Person | MISSING = MISSING
    answer: Answer | MISSING = MISSING
    step: Step | MISSING = MISSING
    chain: Chain | MISSING = MISSING


class Folder(Model):
    name: str
    files: list[File] | MISSING = MISSING


class File(Model):
    owner: Owner | MISSING = MISSING


class Owner(Model):
    homes: dict[str, Folder] | MISSING = MISSING


Rows = TypeAliasType("Rows", "list[Row]")


Row = TypeAliasType("Row", dict[str, Rows])


class Named(Model):
    name: str
    friend: Person | MISSING = MISSING


class Answer(Model):
    next: Question | None | MISSING = MISSING


Step = TypeAliasType("Step", Annotated[Union[Walk, "Repeat"], Field(discriminator="kind")])


class Repeat(Model):
    kind: Literal["Repeat"]
    steps: list[Step]


class ChainInner(Model):
    back: Chain | MISSING = MISSING


class Chain(Model):
    inner: ChainInner | MISSING = MISSING


class Person(Named):
    parents: Annotated[list[Person] | MISSING, Field(max_length=2)] = MISSING


class Question(Answer):
    asks: str | MISSING = MISSING
