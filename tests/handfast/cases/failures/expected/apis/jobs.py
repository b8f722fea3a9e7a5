"""Operations tagged `jobs`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from ..schemas import AddJobBody, GetJobResponse
from ..security import Caller
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class GetJob200:
    """200: A job."""

    content: GetJobResponse
    last_modified: str
    x_counts: list[int] | None = None


@dataclass(frozen=True, slots=True)
class DeleteJob2XX:
    """200: Gone."""

    status: int = 200


class JobsApi(ABC):
    """Operations tagged `jobs`."""

    @abstractmethod
    async def get_job(self, caller: Caller, id: str) -> GetJob200:
        """GET /jobs/{id}."""

    @abstractmethod
    async def delete_job(self, caller: Caller, id: str) -> DeleteJob2XX:
        """DELETE /jobs/{id}."""

    @abstractmethod
    async def add_job(self, caller: Caller, body: AddJobBody) -> None:
        """POST /jobs."""

    @abstractmethod
    async def end_jobs(self, caller: Caller) -> None:
        """DELETE /jobs."""

    @abstractmethod
    async def mend_jobs(self, caller: Caller) -> None:
        """PATCH /jobs."""

    @abstractmethod
    async def list_checks(self, *, limit: int | None) -> None:
        """GET /checks."""

    @abstractmethod
    async def get_check(self, caller: Caller, id: int) -> None:
        """GET /checks/{id}."""


class UnimplementedJobs(JobsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_job(self, caller: Caller, id: str) -> GetJob200:
        raise Refused(501)

    async def delete_job(self, caller: Caller, id: str) -> DeleteJob2XX:
        raise Refused(501)

    async def add_job(self, caller: Caller, body: AddJobBody) -> None:
        raise Refused(501)

    async def end_jobs(self, caller: Caller) -> None:
        raise Refused(501)

    async def mend_jobs(self, caller: Caller) -> None:
        raise Refused(501)

    async def list_checks(self, *, limit: int | None) -> None:
        raise Refused(501)

    async def get_check(self, caller: Caller, id: int) -> None:
        raise Refused(501)
