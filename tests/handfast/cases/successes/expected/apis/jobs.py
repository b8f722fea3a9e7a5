"""Operations tagged `jobs`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from ..schemas import Job
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class PutJob200:
    """200: It was there."""

    content: Job
    etag: str


@dataclass(frozen=True, slots=True)
class PutJob201:
    """201: It is new."""

    content: Job
    location: str
    x_left: int | None = None


@dataclass(frozen=True, slots=True)
class PutJob202:
    """202: It will be."""

    content: str


@dataclass(frozen=True, slots=True)
class PutJob204:
    """204: Nothing to say."""


@dataclass(frozen=True, slots=True)
class PutJob303:
    """303: It is elsewhere."""

    location: str


class JobsApi(ABC):
    """Operations tagged `jobs`."""

    @abstractmethod
    async def put_job(self, id: str) -> PutJob200 | PutJob201 | PutJob202 | PutJob204 | PutJob303:
        """PUT /jobs/{id}."""

    @abstractmethod
    async def get_job(self, id: str) -> Job:
        """GET /jobs/{id}."""

    @abstractmethod
    async def delete_job(self, id: str) -> None:
        """DELETE /jobs/{id}."""


class UnimplementedJobs(JobsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def put_job(self, id: str) -> PutJob200 | PutJob201 | PutJob202 | PutJob204 | PutJob303:
        raise Refused(501)

    async def get_job(self, id: str) -> Job:
        raise Refused(501)

    async def delete_job(self, id: str) -> None:
        raise Refused(501)
