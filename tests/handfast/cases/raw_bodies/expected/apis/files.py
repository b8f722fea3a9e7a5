"""Operations tagged `files`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass

from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class GetEncoded200:
    """200: JSON that is ready."""

    content: bytes
    etag: str


class FilesApi(ABC):
    """Operations tagged `files`."""

    @abstractmethod
    async def get_file(self, name: str) -> bytes | AsyncIterator[bytes]:
        """GET /files/{name}."""

    @abstractmethod
    async def put_file(self, name: str, body: bytes) -> None:
        """PUT /files/{name}."""

    @abstractmethod
    async def get_page(self) -> str:
        """GET /page."""

    @abstractmethod
    async def post_text(self, body: str) -> None:
        """POST /page."""

    @abstractmethod
    async def patch_text(self, body: str | None) -> None:
        """PATCH /page."""

    @abstractmethod
    async def get_yaml(self) -> bytes | AsyncIterator[bytes]:
        """GET /document.yaml."""

    @abstractmethod
    async def get_encoded(self) -> GetEncoded200:
        """GET /document.json."""


class UnimplementedFiles(FilesApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_file(self, name: str) -> bytes | AsyncIterator[bytes]:
        raise Refused(501)

    async def put_file(self, name: str, body: bytes) -> None:
        raise Refused(501)

    async def get_page(self) -> str:
        raise Refused(501)

    async def post_text(self, body: str) -> None:
        raise Refused(501)

    async def patch_text(self, body: str | None) -> None:
        raise Refused(501)

    async def get_yaml(self) -> bytes | AsyncIterator[bytes]:
        raise Refused(501)

    async def get_encoded(self) -> GetEncoded200:
        raise Refused(501)
