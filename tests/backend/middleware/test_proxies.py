import pytest

from tests.backend.middleware.small_app import call, small_app

PROXIES = "10.0.0.0/8,::1"
FORWARDED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


@pytest.mark.parametrize("peer", ["10.9.9.9", "::1"])
def test_trusted_proxy(peer: str) -> None:
    response = call(small_app(trusted_proxies=PROXIES), "GET", "/things/1", peer=peer, headers=FORWARDED)
    assert response.json() == {"scheme": "https", "client": "203.0.113.9"}


@pytest.mark.parametrize("peer", ["192.0.2.7", "127.0.0.1"])
def test_anybody_else(peer: str) -> None:
    for app in (small_app(trusted_proxies=PROXIES), small_app()):
        response = call(app, "GET", "/things/1", peer=peer, headers=FORWARDED)
        assert response.json() == {"scheme": "http", "client": peer}


def test_what_a_client_made_up_does_not_count() -> None:
    """Each proxy appends whom it saw: the last one who is no proxy is the client, whatever stands before."""
    headers = {"X-Forwarded-For": "1.1.1.1, 203.0.113.9, 10.1.1.1"}
    response = call(small_app(trusted_proxies=PROXIES), "GET", "/things/1", peer="10.9.9.9", headers=headers)
    assert response.json()["client"] == "203.0.113.9"
