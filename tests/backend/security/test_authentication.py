"""From the Authorization header to the caller."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.requests import Request

from backend.database_errors import DatabaseUnavailable
from backend.security.authentication import BearerAuthenticator
from backend.security.issuer_keys import KeysUnavailable
from backend.security.issuers import OtherIssuer, Visit
from backend.security.tokens import Claims, Tokens
from backend.security.verification import Verifier
from backend.stores.visitors import Standing, Visitor
from generated.problems import ServiceUnavailable, Unauthorized
from generated.security import Caller

TOKENS = Tokens(b"W5rV0mQy8Jk2Zt7Xb4Nc9Lf1Hg6Pd3Sa", issuer="handfast")
VERIFIER = Verifier(TOKENS, OtherIssuer("https://issuer.example.com", None, "sub", "handfast"))
NOW = datetime.now(UTC)
TOKEN = TOKENS.issue("ada", "a-session", issued_at=NOW, expires_at=NOW + timedelta(hours=1))


class Sessions:
    """Stands in for the store, and counts how often it is asked."""

    def __init__(self, *, live: bool = True, down: bool = False) -> None:
        self.asked: list[tuple[str, str]] = []
        self._live = live
        self._down = down

    async def live(self, session_id: str, user_id: str) -> bool:
        self.asked.append((session_id, user_id))
        if self._down:
            raise DatabaseUnavailable("gone")
        return self._live


class Visitors:
    def __init__(self, standing: Standing = "known") -> None:
        self._standing = standing

    async def admit(self, visitor: Visitor, token_digest: bytes) -> Standing:
        assert (visitor.subject, token_digest) == ("eve", b"digest")
        return self._standing


class OneVisit:
    """Stands in for the verifier when a token of another issuer comes."""

    async def verify(self, token: str) -> Claims | Visit:
        assert token == TOKEN
        return Visit(Visitor("https://issuer.example.com", "eve"), b"digest", time.time() + 600.5)


class NoKeys:
    async def verify(self, token: str) -> Claims | Visit:
        assert token == TOKEN
        raise KeysUnavailable(7)


def authenticate(
    sessions: Sessions,
    state: dict[str, Any],
    *authorization: str,
    verifier: object = VERIFIER,
    visitors: Visitors | None = None,
) -> Caller:
    headers = [(b"authorization", value.encode("latin-1")) for value in authorization]
    request = Request({"type": "http", "headers": [(b"host", b"x"), *headers], "state": state})
    authenticator = BearerAuthenticator(verifier, sessions, visitors or Visitors())  # type: ignore[arg-type]
    return asyncio.run(authenticator(request))


def refusal(sessions: Sessions, *authorization: str) -> str:
    """Return the word that the log gets; the problem says the same for all."""
    state: dict[str, Any] = {}
    with pytest.raises(Unauthorized, match=r"^A valid access token is needed\.$"):
        authenticate(sessions, state, *authorization)
    assert state["log"].keys() == {"refused"}
    return str(state["log"]["refused"])


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
def test_caller(scheme: str) -> None:
    sessions = Sessions()
    state: dict[str, Any] = {}
    caller = authenticate(sessions, state, f"{scheme} {TOKEN}")
    assert (caller.id, caller.session) == ("ada", "a-session")
    assert caller.claims["iss"] == "handfast"
    assert sessions.asked == [("a-session", "ada")]
    assert state["log"] == {"user_id": "ada"}


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ([], "absent"),
        ([f"Bearer {TOKEN}", f"Bearer {TOKEN}"], "repeated"),
        ([f"Basic {TOKEN}"], "scheme"),
        ([TOKEN], "scheme"),
        ([""], "scheme"),
        (["Bearer"], "opaque-session-token"),
        (["Bearer "], "opaque-session-token"),
        ([f"Bearer {TOKEN} {TOKEN}"], "opaque-session-token"),
        ([f"Bearer {TOKEN}, Bearer {TOKEN}"], "opaque-session-token"),
        ([f"Bearer {TOKEN}é"], "malformed"),
        ([f"Bearer {TOKEN}x"], "signature"),
        (["Bearer " + "a" * 100_000], "oversized"),
        ([f"Bearer\t{TOKEN}"], "scheme"),
    ],
)
def test_refused_without_asking_the_database(headers: list[str], reason: str) -> None:
    sessions = Sessions()
    assert refusal(sessions, *headers) == reason
    assert sessions.asked == []


def test_session_that_has_ended() -> None:
    assert refusal(Sessions(live=False), f"Bearer {TOKEN}") == "session"


def test_database_that_is_down_is_no_401() -> None:
    with pytest.raises(DatabaseUnavailable):
        authenticate(Sessions(down=True), {}, f"Bearer {TOKEN}")


def test_visitor_has_no_session() -> None:
    sessions = Sessions()
    state: dict[str, Any] = {}
    caller = authenticate(sessions, state, f"Bearer {TOKEN}", verifier=OneVisit())
    assert (caller.id, caller.session) == ("eve", "")
    assert caller.claims["digest"] == b"digest"
    assert caller.claims["exp"] > time.time()
    assert sessions.asked == []
    assert state["log"] == {"user_id": "eve"}


@pytest.mark.parametrize("standing", ["logged-out", "deleted", "taken"])
def test_visitor_who_is_not_welcome(standing: Standing) -> None:
    state: dict[str, Any] = {}
    with pytest.raises(Unauthorized, match=r"^A valid access token is needed\.$"):
        authenticate(Sessions(), state, f"Bearer {TOKEN}", verifier=OneVisit(), visitors=Visitors(standing))
    assert state["log"] == {"refused": standing}


def test_keys_that_cannot_be_had_are_no_401() -> None:
    with pytest.raises(ServiceUnavailable) as unavailable:
        authenticate(Sessions(), {}, f"Bearer {TOKEN}", verifier=NoKeys())
    assert unavailable.value.headers["Retry-After"] == "7"
