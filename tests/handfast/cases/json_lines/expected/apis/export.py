"""Operations tagged `export`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass

from ..schemas import ExportChangesItem, Note
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class ExportNotes200:
    """200: A note on each line."""

    content: AsyncIterator[Note]
    x_count: int | None = None


class ExportApi(ABC):
    """Operations tagged `export`."""

    @abstractmethod
    async def export_notes(self) -> ExportNotes200:
        """GET /notes."""

    @abstractmethod
    async def export_changes(self) -> AsyncIterator[ExportChangesItem]:
        """GET /changes."""

    @abstractmethod
    async def export_records(self) -> AsyncIterator[Note]:
        """GET /records."""

    @abstractmethod
    async def export_plain(self) -> bytes | AsyncIterator[bytes]:
        """GET /plain."""


class UnimplementedExport(ExportApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def export_notes(self) -> ExportNotes200:
        raise Refused(501)

    async def export_changes(self) -> AsyncIterator[ExportChangesItem]:
        raise Refused(501)

    async def export_records(self) -> AsyncIterator[Note]:
        raise Refused(501)

    async def export_plain(self) -> bytes | AsyncIterator[bytes]:
        raise Refused(501)
