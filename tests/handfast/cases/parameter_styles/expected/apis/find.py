"""Operations tagged `find`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any, Literal

from ..schemas import Filter, Page, Point, QueryCrumb, QueryInline, Sort
from ..support.problems import Refused


class FindApi(ABC):
    """Operations tagged `find`."""

    @abstractmethod
    async def simple(self, ids: list[int], *, x_ids: list[int] | None, x_point: Point | None) -> None:
        """GET /simple/{ids}."""

    @abstractmethod
    async def label(self, ids: list[int], point: Point) -> None:
        """GET /label/{ids}/{point}."""

    @abstractmethod
    async def matrix(self, id: int, ids: list[int], point: Point) -> None:
        """GET /matrix/{id}/{ids}/{point}."""

    @abstractmethod
    async def query(
        self,
        *,
        form: list[int] | None,
        space: list[int] | None,
        pipe: list[str] | None,
        point: Point | None,
        flat: Point | None,
        filter: Filter | None,
        json: Filter | None,
        either: int | bool | str | None,
        whatever: Any,
        picked: list[int] | Literal[""] | None,
        flag: bool | None,
        since: datetime,
        sort: list[Sort],
        inline: QueryInline | None,
        crumb: QueryCrumb | None,
        seen: list[int] | None,
    ) -> None:
        """GET /query."""

    @abstractmethod
    async def either(
        self,
        *,
        limit: int | None,
        page: int | Page | None,
        at: Point | bool | None,
        labels: dict[str, str] | None,
    ) -> None:
        """GET /either."""


class UnimplementedFind(FindApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def simple(self, ids: list[int], *, x_ids: list[int] | None, x_point: Point | None) -> None:
        raise Refused(501)

    async def label(self, ids: list[int], point: Point) -> None:
        raise Refused(501)

    async def matrix(self, id: int, ids: list[int], point: Point) -> None:
        raise Refused(501)

    async def query(
        self,
        *,
        form: list[int] | None,
        space: list[int] | None,
        pipe: list[str] | None,
        point: Point | None,
        flat: Point | None,
        filter: Filter | None,
        json: Filter | None,
        either: int | bool | str | None,
        whatever: Any,
        picked: list[int] | Literal[""] | None,
        flag: bool | None,
        since: datetime,
        sort: list[Sort],
        inline: QueryInline | None,
        crumb: QueryCrumb | None,
        seen: list[int] | None,
    ) -> None:
        raise Refused(501)

    async def either(
        self,
        *,
        limit: int | None,
        page: int | Page | None,
        at: Point | bool | None,
        labels: dict[str, str] | None,
    ) -> None:
        raise Refused(501)
