from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from backend.current import client_network, current_scope, request_id, user_agent


@contextmanager
def request(client: str | None = None, user_agent: bytes | None = None) -> Iterator[None]:
    headers = [] if user_agent is None else [(b"user-agent", user_agent)]
    scope = {"client": client and (client, 1), "headers": headers, "state": {"request_id": "an-id"}}
    token = current_scope.set(scope)
    yield
    current_scope.reset(token)


def test_request_id() -> None:
    assert request_id() is None
    with request():
        assert request_id() == "an-id"


@pytest.mark.parametrize(
    ("client", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("no address", "unknown"),
        (None, "unknown"),
    ],
)
def test_client_network(client: str | None, network: str) -> None:
    with request(client):
        assert client_network() == network


@pytest.mark.parametrize(
    ("sent", "kept"),
    [(None, None), (b"", None), (b"curl/8", "curl/8"), (b"a" * 301, "a" * 300), (b"a\x00b", "ab"), (b"\xe9", "é")],
)
def test_user_agent(sent: bytes | None, kept: str | None) -> None:
    with request(user_agent=sent):
        assert user_agent() == kept
