"""Operations tagged `notes`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal

from ..schemas import Note, NoteCreate, NotePage
from ..security import Caller
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class CreateNote201:
    """201: The note is made."""

    content: Note
    location: str
    etag: str


@dataclass(frozen=True, slots=True)
class GetNote200:
    """200: The note."""

    content: Note
    etag: str


@dataclass(frozen=True, slots=True)
class GetNote304:
    """304: It is what you have."""

    etag: str


class NotesApi(ABC):
    """Operations tagged `notes`. Notes of one user."""

    @abstractmethod
    async def list_notes(
        self,
        caller: Caller,
        user_id: str,
        *,
        done: bool | None,
        q: str | None,
        sort: Literal["title", "-title"],
        limit: int,
        cursor: str | None,
    ) -> NotePage:
        """GET /users/{user_id}/notes: List notes."""

    @abstractmethod
    async def create_note(self, caller: Caller, user_id: str, body: NoteCreate) -> CreateNote201:
        """POST /users/{user_id}/notes: Make a note."""

    @abstractmethod
    async def get_note(
        self, caller: Caller, user_id: str, note_id: str, *, if_none_match: str | None
    ) -> GetNote200 | GetNote304:
        """GET /users/{user_id}/notes/{note_id}: Get a note."""

    @abstractmethod
    async def replace_note(self, caller: Caller, user_id: str, note_id: str, body: NoteCreate) -> Note:
        """PUT /users/{user_id}/notes/{note_id}: Replace a note."""

    @abstractmethod
    async def delete_note(self, caller: Caller, user_id: str, note_id: str) -> None:
        """DELETE /users/{user_id}/notes/{note_id}: Delete a note."""


class UnimplementedNotes(NotesApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def list_notes(
        self,
        caller: Caller,
        user_id: str,
        *,
        done: bool | None,
        q: str | None,
        sort: Literal["title", "-title"],
        limit: int,
        cursor: str | None,
    ) -> NotePage:
        raise Refused(501)

    async def create_note(self, caller: Caller, user_id: str, body: NoteCreate) -> CreateNote201:
        raise Refused(501)

    async def get_note(
        self, caller: Caller, user_id: str, note_id: str, *, if_none_match: str | None
    ) -> GetNote200 | GetNote304:
        raise Refused(501)

    async def replace_note(self, caller: Caller, user_id: str, note_id: str, body: NoteCreate) -> Note:
        raise Refused(501)

    async def delete_note(self, caller: Caller, user_id: str, note_id: str) -> None:
        raise Refused(501)
