"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import MISSING, ConfigDict, Field
from typing_extensions import TypeAliasType

from .formats import NoteMadeAtText
from .support.models import Model

Id = TypeAliasType("Id", Annotated[str, Field(max_length=64, min_length=1, pattern="^[^\\x00]*$")])


Title = TypeAliasType("Title", Annotated[str, Field(max_length=100, min_length=1, pattern="^[^\\x00]*$")])
"""What is to be done."""


class Note(Model):
    """A thing to do."""

    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    id: Id
    title: Title
    done: bool
    made_at: NoteMadeAtText


class NoteCreate(Model):
    """A new note."""

    model_config = ConfigDict(
        extra="forbid",
    )
    title: Title
    done: bool = False
    size: Annotated[int | MISSING, Field(ge=0, le=9)] = MISSING


class NotePage(Model):
    items: Annotated[list[Note], Field(max_length=100)]
    next_cursor: Annotated[str | None, Field(max_length=100)]
