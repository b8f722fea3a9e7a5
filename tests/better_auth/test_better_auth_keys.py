"""Public keys: of every kind, rotated, and out of reach."""

import time
from collections.abc import Iterator

import httpx
import pytest

from tests.backend.people import new_person
from tests.backend.servers import PATIENCE_SECONDS, Server
from tests.better_auth.conftest import Serve
from tests.better_auth.issuers import BetterAuth, Token, better_auth
from tests.better_auth.tokens import bearer, claims, header, me, refusal

ALGORITHMS = ("EdDSA", "ES256", "ES512", "RS256", "PS256")
ALSO_MADE = "ES384"  # by Better Auth, and not on our list


def assert_unavailable(answer: httpx.Response) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.json()["error_code"] == "service_unavailable"
    assert 1 <= int(answer.headers["retry-after"]) <= PATIENCE_SECONDS


def wait_until_taken(server: Server, token: Token, *, meanwhile: int) -> None:
    """Come again until the token is taken; this is the status until then, if it is not taken at once."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (answer := me(server, token)).status_code != 200:
        assert answer.status_code == meanwhile, answer.text
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.fixture(scope="module")
def tokens() -> Iterator[tuple[dict[str, Token], BetterAuth]]:
    """Sign a token with a key of each kind, all of which are published."""
    with better_auth() as issuer:
        ada, tokens = issuer.sign_up("Ada"), {}
        for algorithm in (*ALGORITHMS, ALSO_MADE):
            issuer.rotate_keys(algorithm, keep=True)
            tokens[algorithm] = ada.token()
        yield tokens, issuer


@pytest.fixture(scope="module")
def server_of_all(serve: Serve, tokens: tuple[dict[str, Token], BetterAuth]) -> Iterator[Server]:
    with serve(**tokens[1].settings) as server:
        yield server


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm(server_of_all: Server, tokens: tuple[dict[str, Token], BetterAuth], algorithm: str) -> None:
    token = tokens[0][algorithm]
    assert header(token)["alg"] == algorithm
    assert me(server_of_all, token).json()["id"] == claims(token)["sub"]


def test_no_other_algorithm(server_of_all: Server, tokens: tuple[dict[str, Token], BetterAuth]) -> None:
    assert header(tokens[0][ALSO_MADE])["alg"] == ALSO_MADE
    assert refusal(server_of_all, tokens[0][ALSO_MADE]) == "algorithm"


def test_a_new_key_is_taken_at_once(serve: Serve, own_issuer: BetterAuth) -> None:
    ada = own_issuer.sign_up("Ada")
    with serve(**own_issuer.settings) as server:
        old = ada.token()
        assert me(server, old).status_code == 200
        own_issuer.rotate_keys(keep=True)
        new = ada.token()
        assert header(new)["kid"] != header(old)["kid"]
        assert [me(server, token).status_code for token in (new, old)] == [200, 200]


def test_a_withdrawn_key_is_refused(serve: Serve, own_issuer: BetterAuth) -> None:
    ada = own_issuer.sign_up("Ada")
    with serve(**own_issuer.settings) as server:
        old = ada.token()
        assert me(server, old).status_code == 200
        own_issuer.rotate_keys(keep=False)
        assert me(server, ada.token()).status_code == 200
        assert refusal(server, old) == "key"


def test_another_better_auth_is_a_stranger(server: Server) -> None:
    """It has the same secret, even."""
    with better_auth() as stranger:
        assert refusal(server, stranger.sign_up("Eve").token()) == "key"


def test_known_keys_go_on_while_the_issuer_is_down(serve: Serve, own_issuer: BetterAuth) -> None:
    ada, late = own_issuer.sign_up("Ada"), own_issuer.sign_up("Late")
    with serve(**own_issuer.settings) as server:
        tokens = {visitor.id: visitor.token() for visitor in (ada, late)}
        assert me(server, tokens[ada.id]).status_code == 200
        own_issuer.rotate_keys(keep=True)
        unseen = ada.token()
        own_issuer.stop()
        assert refusal(server, unseen) == "key"  # after it has asked in vain
        for user_id, token in tokens.items():
            assert me(server, token).json()["id"] == user_id
        own_issuer.start()  # with other keys: it has forgotten the old ones
        wait_until_taken(server, own_issuer.sign_up("New").token(), meanwhile=401)


def test_a_start_while_the_issuer_is_down(serve: Serve, own_issuer: BetterAuth) -> None:
    unknown = own_issuer.sign_up("Ada").token()
    own_issuer.stop()
    with serve(**own_issuer.settings) as server:
        assert_unavailable(me(server, unknown))
        assert httpx.get(f"{server.url}/api/x/tasks", headers=bearer(unknown)).status_code == 503
        assert httpx.get(f"{server.url}/api/auth/me").status_code == 401
        local = new_person(server)
        assert local.make_task().status_code == 201
        local.client.close()
        own_issuer.start()
        ada = own_issuer.sign_up("Ada")
        wait_until_taken(server, ada.token(), meanwhile=503)
        assert refusal(server, unknown) == "key"
        assert me(server, local.token).status_code == 200
