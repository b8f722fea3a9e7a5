"""Operations tagged `default`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..support.problems import Refused


class DefaultApi(ABC):
    """Operations tagged `default`."""

    @abstractmethod
    async def get_accounts_by_sid_json(self, sid: str) -> None:
        """GET /accounts/{Sid}.json."""

    @abstractmethod
    async def get_compare_by_base_by_head(self, base: str, head: str) -> None:
        """GET /compare/{base}...{head}."""

    @abstractmethod
    async def cancel(self, name: str) -> None:
        """POST /jobs/{name}:cancel."""

    @abstractmethod
    async def cancel_2(self, job: str) -> None:
        """POST /jobs/{job}:cancel."""

    @abstractmethod
    async def cancel_3(self, name: str) -> None:
        """POST /tasks/{name}:cancel."""

    @abstractmethod
    async def find(self, id: str) -> None:
        """QUERY /items/{id}."""

    @abstractmethod
    async def copy(self, id: str) -> None:
        """COPY /items/{id}."""

    @abstractmethod
    async def head_items_by_item_id_by_2nd(self, item_id: str, n2nd: str) -> None:
        """HEAD /items/{item-id}/{2nd}."""

    @abstractmethod
    async def options_items_by_item_id_by_2nd(self, item_id: str, n2nd: str) -> None:
        """OPTIONS /items/{item-id}/{2nd}."""

    @abstractmethod
    async def trace_items_by_item_id_by_2nd(self, item_id: str, n2nd: str) -> None:
        """TRACE /items/{item-id}/{2nd}."""


class UnimplementedDefault(DefaultApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def get_accounts_by_sid_json(self, sid: str) -> None:
        raise Refused(501)

    async def get_compare_by_base_by_head(self, base: str, head: str) -> None:
        raise Refused(501)

    async def cancel(self, name: str) -> None:
        raise Refused(501)

    async def cancel_2(self, job: str) -> None:
        raise Refused(501)

    async def cancel_3(self, name: str) -> None:
        raise Refused(501)

    async def find(self, id: str) -> None:
        raise Refused(501)

    async def copy(self, id: str) -> None:
        raise Refused(501)

    async def head_items_by_item_id_by_2nd(self, item_id: str, n2nd: str) -> None:
        raise Refused(501)

    async def options_items_by_item_id_by_2nd(self, item_id: str, n2nd: str) -> None:
        raise Refused(501)

    async def trace_items_by_item_id_by_2nd(self, item_id: str, n2nd: str) -> None:
        raise Refused(501)
