"""Operations tagged `public`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass

from ..schemas import Liveness, Readiness
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class GetOpenapiJson200:
    """200: The document."""

    content: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class GetOpenapiJson304:
    """304: What the client has is still current."""

    etag: str


@dataclass(frozen=True, slots=True)
class GetOpenapiYaml200:
    """200: The document."""

    content: bytes | AsyncIterator[bytes]
    etag: str


@dataclass(frozen=True, slots=True)
class GetOpenapiYaml304:
    """304: What the client has is still current."""

    etag: str


class PublicApi(ABC):
    """Operations tagged `public`. Health, and this document. No token is needed or looked at."""

    @abstractmethod
    async def get_liveness(self) -> Liveness:
        """GET /health/live: Ask whether the process runs."""

    @abstractmethod
    async def get_readiness(self) -> Readiness:
        """GET /health/ready: Ask whether the server can serve."""

    @abstractmethod
    async def get_openapi_json(self, *, if_none_match: str | None) -> GetOpenapiJson200 | GetOpenapiJson304:
        """GET /openapi.json: Get this document as JSON."""

    @abstractmethod
    async def get_openapi_yaml(self, *, if_none_match: str | None) -> GetOpenapiYaml200 | GetOpenapiYaml304:
        """GET /openapi.yaml: Get this document as YAML."""

    @abstractmethod
    async def get_edition(self, edition: str) -> bytes:
        """GET /openapi/{edition}: Get an edition of this document."""

    @abstractmethod
    async def get_docs(self) -> str:
        """GET /docs: Read this document as a page."""


class UnimplementedPublic(PublicApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_liveness(self) -> Liveness:
        raise Refused(501)

    async def get_readiness(self) -> Readiness:
        raise Refused(501)

    async def get_openapi_json(self, *, if_none_match: str | None) -> GetOpenapiJson200 | GetOpenapiJson304:
        raise Refused(501)

    async def get_openapi_yaml(self, *, if_none_match: str | None) -> GetOpenapiYaml200 | GetOpenapiYaml304:
        raise Refused(501)

    async def get_edition(self, edition: str) -> bytes:
        raise Refused(501)

    async def get_docs(self) -> str:
        raise Refused(501)
