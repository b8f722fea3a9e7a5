"""The authenticator of `bearerAuth`: from the Authorization header to the caller."""

from starlette.requests import Request

from backend.security.tokens import LONGEST, Claims, TokenRefused, Tokens
from backend.stores.sessions import SessionStore
from generated.problems import Unauthorized
from generated.security import Caller

SCHEME = b"bearer"


class BearerAuthenticator:
    """Checks the token first, and asks the database only about one that is good: whether its session is live.

    The 401 is the same for every reason; the log has the reason in a word.
    """

    def __init__(self, tokens: Tokens, sessions: SessionStore) -> None:
        self._tokens = tokens
        self._sessions = sessions

    async def __call__(self, request: Request, /) -> Caller:
        log = request.scope["state"].setdefault("log", {})
        try:
            claims = await self._verified(bearer_token(request.scope["headers"]))
        except TokenRefused as refused:
            log["refused"] = refused.reason
            raise Unauthorized from None
        log["user_id"] = claims.sub
        return Caller(claims.sub, claims.sid, vars(claims))

    async def _verified(self, token: str) -> Claims:
        claims = self._tokens.verify(token)
        if not await self._sessions.live(claims.sid, claims.sub):
            raise TokenRefused("session")
        return claims


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
