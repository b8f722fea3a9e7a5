"""Operations tagged `reports`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

from ..schemas import Report
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class AnswerLineEvent:
    """The event `line`."""

    data: str | None = None


@dataclass(frozen=True, slots=True)
class GetReport200Json:
    """200: The report, as data or as a table."""

    content: Report
    etag: str
    x_rows: int | None = None


@dataclass(frozen=True, slots=True)
class GetReport200Xml:
    """200: The report, as data or as a table."""

    content: bytes | AsyncIterator[bytes]
    etag: str
    x_rows: int | None = None


@dataclass(frozen=True, slots=True)
class GetReport200Csv:
    """200: The report, as data or as a table."""

    content: str
    etag: str
    media_type: Literal["text/csv", "text/tab-separated-values"] = "text/csv"
    x_rows: int | None = None


@dataclass(frozen=True, slots=True)
class GetReport200MsExcel:
    """200: The report, as data or as a table."""

    content: bytes | AsyncIterator[bytes]
    etag: str
    x_rows: int | None = None


@dataclass(frozen=True, slots=True)
class GetReport202:
    """202: It is being written."""


@dataclass(frozen=True, slots=True)
class GetPicture200:
    """200: A picture of any kind."""

    content: bytes | AsyncIterator[bytes]
    media_type: str
    etag: str


@dataclass(frozen=True, slots=True)
class GetThumbnail200:
    """200: A small picture."""

    content: bytes | AsyncIterator[bytes]
    media_type: Literal["image/png", "image/webp"] = "image/png"


@dataclass(frozen=True, slots=True)
class Answer200Json:
    """200: The report at once, or its lines as they are written."""

    content: Report


@dataclass(frozen=True, slots=True)
class Answer200EventStream:
    """200: The report at once, or its lines as they are written."""

    content: AsyncIterator[AnswerLineEvent]


class ReportsApi(ABC):
    """Operations tagged `reports`."""

    @abstractmethod
    async def get_report(
        self, id: str
    ) -> GetReport200Json | GetReport200Xml | GetReport200Csv | GetReport200MsExcel | GetReport202:
        """GET /reports/{id}."""

    @abstractmethod
    async def get_picture(self, id: str) -> GetPicture200:
        """GET /pictures/{id}."""

    @abstractmethod
    async def get_thumbnail(self, id: str) -> GetThumbnail200:
        """GET /thumbnails/{id}."""

    @abstractmethod
    async def answer(self) -> Answer200Json | Answer200EventStream:
        """POST /answers."""


class UnimplementedReports(ReportsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_report(
        self, id: str
    ) -> GetReport200Json | GetReport200Xml | GetReport200Csv | GetReport200MsExcel | GetReport202:
        raise Refused(501)

    async def get_picture(self, id: str) -> GetPicture200:
        raise Refused(501)

    async def get_thumbnail(self, id: str) -> GetThumbnail200:
        raise Refused(501)

    async def answer(self) -> Answer200Json | Answer200EventStream:
        raise Refused(501)
