import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.requests import Request

from backend.database_errors import DatabaseUnavailable
from backend.security.authentication import BearerAuthenticator
from backend.security.tokens import Tokens
from generated.problems import Unauthorized
from generated.security import Caller

TOKENS = Tokens(b"W5rV0mQy8Jk2Zt7Xb4Nc9Lf1Hg6Pd3Sa", issuer="handfast")
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


def authenticate(sessions: Sessions, state: dict[str, Any], *authorization: str) -> Caller:
    headers = [(b"authorization", value.encode("latin-1")) for value in authorization]
    request = Request({"type": "http", "headers": [(b"host", b"x"), *headers], "state": state})
    authenticator = BearerAuthenticator(TOKENS, sessions)  # type: ignore[arg-type]
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
        (["Bearer"], "opaque"),
        (["Bearer "], "opaque"),
        ([f"Bearer {TOKEN} {TOKEN}"], "opaque"),
        ([f"Bearer {TOKEN}, Bearer {TOKEN}"], "opaque"),
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
