"""Generated packages as applications."""

import importlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.testclient import TestClient


def unimplemented(
    packages: Path, name: str, authenticators: dict[str, Any] | None = None, handlers: dict[str, Any] | None = None
) -> FastAPI:
    """The routes of a case with few handlers or none, for callers who say who they are."""
    package = f"case_{name}"
    security = importlib.import_module(f"{package}.security")
    fields = security.Authenticate.__dataclass_fields__
    authenticate = security.Authenticate(**authenticators or dict.fromkeys(fields, believer(package)))
    app = FastAPI(openapi_url=None)
    routes = importlib.import_module(f"{package}.routes")
    routes.mount(app, *(_router(package, tag, authenticate, handlers) for tag in _tags(packages / package)))
    return app


def handled(packages: Path, name: str, handlers: dict[str, Any], **options: Any) -> FastAPI:
    """The routes of a case without security, some of its operations with handlers; `options` are those of `mount`."""
    package = f"case_{name}"
    app = FastAPI(openapi_url=None)
    routers = [_router(package, tag, None, handlers) for tag in _tags(packages / package)]
    importlib.import_module(f"{package}.routes").mount(app, *routers, **options)
    return app


def believer(package: str, scheme: str | None = None) -> Any:
    """An authenticator that believes `Authorization: Bearer <user>`, or the header `X-<scheme>`."""
    security = importlib.import_module(f"{package}.security")
    refused = importlib.import_module(f"{package}.support.problems").Refused

    async def believe(request: Request, scopes: Sequence[str] = ()) -> Any:  # noqa: ARG001 - everything is granted
        kind, _, user = request.headers.get("authorization", "").partition(" ")
        user = request.headers.get(f"x-{scheme}", "") if scheme else user
        if not user or not (scheme or kind == "Bearer"):
            raise refused(401)
        return security.Caller(user)

    return believe


def _tags(package: Path) -> list[str]:
    return sorted(path.stem for path in (package / "apis").glob("*.py") if path.stem != "__init__")


def _router(package: str, tag: str, authenticate: Any, methods: dict[str, Any] | None = None) -> Any:
    api = importlib.import_module(f"{package}.apis.{tag}")
    module: ModuleType = importlib.import_module(f"{package}.routes.{tag}")
    [handlers] = [item for key, item in vars(api).items() if key.startswith("Unimplemented")]
    own = {key: staticmethod(item) for key, item in (methods or {}).items() if hasattr(handlers, key)}
    made = type("Handlers", (handlers,), own)()
    make = getattr(module, f"{tag}_router")
    return make(made, authenticate) if "authenticate" in make.__annotations__ else make(made)


def keeping(packages: Path, case: str, got: dict[str, Any], operations: Iterable[str]) -> TestClient:
    """A client of handlers that do nothing but keep what they are given, in `got`."""

    async def keep(*positional: Any, **named: Any) -> None:
        got.update(named, positional=positional)

    return TestClient(handled(packages, case, dict.fromkeys(operations, keep)))


def plain(value: Any) -> Any:
    """Models as what they would be in JSON."""
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value
