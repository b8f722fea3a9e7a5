"""Operations tagged `runs`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import Options
from ..support.problems import Refused


class RunsApi(ABC):
    """Operations tagged `runs`."""

    @abstractmethod
    async def start_run(self, body: Options | None) -> None:
        """POST /runs."""

    @abstractmethod
    async def find_runs(self, body: Options | None) -> None:
        """GET /runs."""

    @abstractmethod
    async def stop_runs(self, body: list[int] | None) -> None:
        """DELETE /runs."""


class UnimplementedRuns(RunsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def start_run(self, body: Options | None) -> None:
        raise Refused(501)

    async def find_runs(self, body: Options | None) -> None:
        raise Refused(501)

    async def stop_runs(self, body: list[int] | None) -> None:
        raise Refused(501)
