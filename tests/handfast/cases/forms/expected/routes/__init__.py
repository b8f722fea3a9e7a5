"""All routes of Forms 1."""

from __future__ import annotations

from fastapi import FastAPI

from ..support.adapters import build_adapters
from ..support.problems import add_problem_handlers
from ..support.routing import ContractRouter, ContractRoutes
from .pets import pets_router

__all__ = ["pets_router", "mount"]

OPERATIONS: frozenset[str] = frozenset(
    {
        "addPet",
        "addPhotos",
        "addAlbum",
        "addWalk",
        "addSale",
    }
)


def mount(
    app: FastAPI,
    *routers: ContractRouter,
    max_body_bytes: int = 1_048_576,
    keep_alive_seconds: float = 15,
    build_seconds: float = 1,
) -> None:
    """Puts the operations of all tags on an application. Raises RuntimeError if one is missing or there twice.

    An event stream that is silent for `keep_alive_seconds` is kept open by a comment. Validators are built for at most
    `build_seconds`, which is all of them but in a very large package; the others are built by the first requests.
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
    build_adapters(build_seconds)
