"""Tokens that are signed with the secret which both servers know."""

from collections.abc import Callable, Iterator

import pytest

from tests.backend.servers import Server
from tests.better_auth.conftest import Serve
from tests.better_auth.issuers import BetterAuth, Token, Visitor, better_auth
from tests.better_auth.tokens import claims, header, me, refusal

STYLES: dict[str, Callable[[Visitor], Token]] = {
    "sub": lambda visitor: visitor.own_token("sub"),
    "userId": lambda visitor: visitor.own_token("userId"),
    "user.id": Visitor.session_cookie,
}


@pytest.fixture(scope="module")
def cookie_issuer() -> Iterator[BetterAuth]:
    with better_auth(COOKIE_CACHE="secret") as issuer:
        yield issuer


@pytest.fixture(scope="module", params=list(STYLES))
def claim(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def secret_server(serve: Serve, claim: str) -> Iterator[Server]:
    with serve(AUTH_USER_CLAIM=claim) as server:
        yield server


def test_the_users_id_where_it_is(secret_server: Server, cookie_issuer: BetterAuth, claim: str) -> None:
    visitor = cookie_issuer.sign_up("Ada")
    token = STYLES[claim](visitor)
    assert header(token) == {"alg": "HS256"}
    account = me(secret_server, token)
    assert account.status_code == 200, account.text
    assert (account.json()["id"], account.json()["email"], account.json()["name"]) == (
        visitor.id,
        visitor.email,
        "Ada",
    )


def test_no_token_without_it(secret_server: Server, cookie_issuer: BetterAuth, claim: str) -> None:
    visitor = cookie_issuer.sign_up("Ada")
    others = [token(visitor) for style, token in STYLES.items() if style != claim]
    assert [refusal(secret_server, token) for token in others] == ["missing", "missing"]


def test_no_public_key_without_its_address(secret_server: Server, cookie_issuer: BetterAuth) -> None:
    assert refusal(secret_server, cookie_issuer.sign_up("Ada").token()) == "algorithm"


def test_the_cookie_says_what_it_says(cookie_issuer: BetterAuth) -> None:
    said = claims(cookie_issuer.sign_up("Ada").session_cookie())
    assert said.keys() == {"session", "user", "updatedAt", "version", "iat", "exp"}
    assert said["user"].keys() == {"id", "email", "name", "emailVerified", "createdAt", "updatedAt"}
    assert said["exp"] - said["iat"] == 300


def test_with_an_issuer_set_a_token_must_name_it(server: Server, ada: Visitor) -> None:
    assert refusal(server, ada.own_token("sub")) == "issuer"


def test_a_cookie_is_no_token_where_keys_sign(serve: Serve) -> None:
    """Signed with the published keys, it has the same issuer and subject as a token, for another audience."""
    with better_auth(COOKIE_CACHE="keys") as issuer, serve(**issuer.settings) as server:
        ada = issuer.sign_up("Ada")
        assert me(server, ada.token()).status_code == 200
        assert claims(ada.session_cookie())["sub"] == ada.id
        assert refusal(server, ada.session_cookie()) == "audience"
