"""All routes of Directions 1."""

from __future__ import annotations

from fastapi import FastAPI

from ..support.problems import add_problem_handlers
from ..support.routing import ContractRouter, ContractRoutes
from .default import default_router

__all__ = ["default_router", "mount"]

OPERATIONS: frozenset[str] = frozenset(
    {
        "addUser",
        "getStamp",
    }
)


def mount(
    app: FastAPI, *routers: ContractRouter, max_body_bytes: int = 1_048_576, keep_alive_seconds: float = 15
) -> None:
    """Puts the operations of all tags on an application. Raises RuntimeError if one is missing or there twice.

    An event stream that is silent for `keep_alive_seconds` is kept open by a comment.
    """
    routes = [route for router in routers for route in router.contract_routes]
    ids = [route.operation.operation_id for route in routes]
    missing, twice = sorted(OPERATIONS - set(ids)), sorted({name for name in ids if ids.count(name) > 1})
    if missing or twice:
        raise RuntimeError(f"operations not mounted: {missing}; mounted twice: {twice}")
    app.router.routes.append(
        ContractRoutes(routes, max_body_bytes=max_body_bytes, keep_alive_seconds=keep_alive_seconds)
    )
    add_problem_handlers(app)
