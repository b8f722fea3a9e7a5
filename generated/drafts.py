"""Drafts: operations that nobody promises yet, answered with examples. For development, never for production."""

from __future__ import annotations

from .security import Authenticate
from .support.routing import ContractRouter


def drafts_router(authenticate: Authenticate) -> ContractRouter:
    """The document has no drafts."""
    router = ContractRouter(tags=["drafts"])

    return router
