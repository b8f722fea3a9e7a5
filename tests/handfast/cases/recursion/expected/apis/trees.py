"""Operations tagged `trees`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..schemas import All, Folder
from ..support.problems import Refused


class TreesApi(ABC):
    """Operations tagged `trees`."""

    @abstractmethod
    async def add_tree(self, body: Folder) -> All:
        """POST /trees."""


class UnimplementedTrees(TreesApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def add_tree(self, body: Folder) -> All:
        raise Refused(501)
