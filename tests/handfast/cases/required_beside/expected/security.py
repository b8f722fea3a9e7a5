"""Who calls, and what has to find that out: one authenticator for each security scheme of the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Caller:
    """The user whom a verified credential stands for."""

    id: str
    """What an owner's path parameter has to be."""
    session: str = ""
    """The id of the credential: what logging out ends."""
    claims: Mapping[str, Any] = field(default_factory=dict)
    """What else the credential says, as verified."""


class Authenticator(Protocol):
    """Finds the caller of a request, or raises the operation's 401 problem; never reads the body."""

    async def __call__(self, request: Request, /) -> Caller: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticate:
    """The authenticator of each security scheme. One that is missing is an error at start-up."""

    pass
