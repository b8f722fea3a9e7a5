"""Credentials: any will do, but it has to be one of the kind that the document asks for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from starlette.requests import Request

from handfast.model.security import Security
from handfast.spec.document import Document
from handfast.spec.operations import operations, parameters

_NOBODY = "mock-user"
_BEARER = "bearer"


@dataclass(frozen=True)
class Credentials:
    """The authenticators of one generated package."""

    document: Document
    package: dict[str, ModuleType]
    optional: bool = False
    """Whether a request without any is fine, too."""

    def authenticate(self) -> Any:
        """What the routers of the package are given."""
        schemes = Security(self.document)
        for _, _, _, node in operations(self.document):
            schemes.alternatives(node)  # names those that are used and not declared
        section = self.document.data.get("components", {}).get("securitySchemes", {})
        owners = _owners(self.document)
        checks = {
            scheme.python_name: self._check(self.document.resolve(section.get(scheme.name, {})), owners)
            for scheme in schemes.schemes()
        }
        return self.package["security"].Authenticate(**checks)

    def _check(self, scheme: Any, owners: dict[tuple[str, str], str]) -> Callable[..., Awaitable[Any]]:
        made, refused = self.package["security"].Caller, self.package["problems"].Refused

        async def check(request: Request, scopes: Sequence[str] = ()) -> Any:  # noqa: ARG001 - all are granted
            if not (self.optional or carries(request, scheme if isinstance(scheme, dict) else {})):
                raise refused(401)
            operation = request.scope["handfast.operation"]
            owner = owners.get((operation.method, operation.path))
            text = request.scope["path_params"].get(owner, b"").decode("utf-8", "replace") if owner else ""
            return made(text or _NOBODY)

        return check


def carries(request: Request, scheme: dict[str, Any]) -> bool:
    """Whether a request has a credential of a security scheme."""
    kind, name = scheme.get("type"), str(scheme.get("name", ""))
    if kind == "apiKey":
        place = scheme.get("in")
        if place == "query":
            return name in request.query_params
        return name in (request.cookies if place == "cookie" else request.headers)
    if kind == "mutualTLS":
        return True  # it is for the connection, which nobody encrypts here
    if kind == "http":
        wanted = str(scheme.get("scheme", _BEARER)).lower()
        return request.headers.get("authorization", "").partition(" ")[0].lower() == wanted
    return "authorization" in request.headers


def _owners(document: Document) -> dict[tuple[str, str], str]:
    """The path parameter that names the caller, of the operations that have one."""
    return {
        (method if method != method.lower() else method.upper(), path): str(parameter["name"])
        for _, path, method, node in operations(document)
        for parameter in parameters(document, path, node)
        if parameter.get("x-owner") is True
    }
