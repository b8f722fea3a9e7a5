"""The authenticator of `bearerAuth`: from the Authorization header to the caller."""

from typing import assert_never

from starlette.requests import Request

from backend.security.compact import LONGEST
from backend.security.issuer_keys import KeysUnavailable
from backend.security.issuers import Visit
from backend.security.refusals import TokenRefused
from backend.security.tokens import Claims
from backend.security.verification import Verifier
from backend.stores.sessions import SessionStore
from backend.stores.visitors import VisitorStore
from generated.problems import ServiceUnavailable, Unauthorized
from generated.security import Caller

SCHEME = b"bearer"


class BearerAuthenticator:
    """Checks the token first, and asks the database once about one that is good.

    Of one of ours: is its session live? Of another issuer's: is its user welcome, and has nobody logged it out? The
    401 is the same for every reason; the log has the reason in a word.
    """

    def __init__(self, verifier: Verifier, sessions: SessionStore, visitors: VisitorStore) -> None:
        self._verifier = verifier
        self._sessions = sessions
        self._visitors = visitors

    async def __call__(self, request: Request, /) -> Caller:
        log = request.scope["state"].setdefault("log", {})
        try:
            caller = await self._caller(bearer_token(request.scope["headers"]))
        except TokenRefused as refused:
            log["refused"] = refused.reason
            raise Unauthorized from None
        except KeysUnavailable as fault:
            raise ServiceUnavailable(retry_after=fault.retry_after) from None
        log["user_id"] = caller.id
        return caller

    async def _caller(self, token: str) -> Caller:
        verified = await self._verifier.verify(token)
        match verified:
            case Claims():
                return await self._owner(verified)
            case Visit():
                return await self._visitor(verified)
        assert_never(verified)

    async def _owner(self, claims: Claims) -> Caller:
        if not await self._sessions.live(claims.sid, claims.sub):
            raise TokenRefused("session")
        return Caller(claims.sub, claims.sid, vars(claims))

    async def _visitor(self, visit: Visit) -> Caller:
        standing = await self._visitors.admit(visit.visitor, visit.token_digest)
        if standing != "known":
            raise TokenRefused(standing)
        who = visit.visitor
        return Caller(
            who.subject,
            claims={"iss": who.issuer, "sub": who.subject, "exp": visit.ends_at, "digest": visit.token_digest},
        )


def bearer_token(headers: list[tuple[bytes, bytes]]) -> str:
    """Return the token of the only Authorization header, or raise TokenRefused."""
    given = [value for name, value in headers if name == b"authorization"]
    if not given:
        raise TokenRefused("absent")
    if len(given) > 1:
        raise TokenRefused("repeated")
    scheme, _, token = given[0].partition(b" ")
    if scheme.lower() != SCHEME:
        raise TokenRefused("scheme")
    if len(token) > LONGEST:
        raise TokenRefused("oversized")
    try:
        return token.strip(b" ").decode("ascii")
    except UnicodeDecodeError:
        raise TokenRefused("malformed") from None
