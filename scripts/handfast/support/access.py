"""Who may go on: credentials, and the owner that a path names."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from starlette.requests import Request

from .binding import path_text
from .problems import Problem, Refused

CallerT = TypeVar("CallerT")
CallerT_co = TypeVar("CallerT_co", covariant=True)
Check = Callable[[Request], Awaitable[CallerT]]
_UNAUTHORIZED = 401


async def any_of(request: Request, *alternatives: tuple[Check[CallerT], ...]) -> CallerT:
    """The caller by the first alternative whose checks all pass. Refuses with 401 when none does."""
    for checks in alternatives:
        try:
            callers = [await check(request) for check in checks]
        except (Problem, Refused) as refusal:
            if refusal.status != _UNAUTHORIZED:
                raise
            continue
        return callers[0]
    raise Refused(_UNAUTHORIZED)


async def any_of_or_nobody(
    request: Request, credentials: Sequence[tuple[str, str]], *alternatives: tuple[Check[CallerT], ...]
) -> CallerT | None:
    """The same where the document allows anonymous requests: None for one that carries no credential.

    `credentials` are the places where one would be, as (header, query or cookie; its name).
    """
    if not any(_carries(request, place, name) for place, name in credentials):
        return None
    return await any_of(request, *alternatives)


def _carries(request: Request, place: str, name: str) -> bool:
    if place == "query":
        return name in request.query_params
    return name in (request.cookies if place == "cookie" else request.headers)


class Scoped(Protocol[CallerT_co]):
    """What finds a caller who was granted scopes."""

    async def __call__(self, request: Request, scopes: Sequence[str], /) -> CallerT_co: ...


def scoped(check: Scoped[CallerT], scopes: Sequence[str]) -> Check[CallerT]:
    """An authenticator with the scopes that an operation asks for."""

    async def checked(request: Request) -> CallerT:
        return await check(request, scopes)

    return checked


def require_owner(request: Request, name: str, caller_id: str) -> str:
    """The path parameter that names the owner. Refuses with 403 any value but the caller's id."""
    if path_text(request, name) != caller_id:
        raise Refused(403)
    return caller_id
