"""An issuer that changes its keys, goes away and comes back, while a real server goes on."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx
import pytest

from tests.backend.attacks import with_secret
from tests.backend.conftest import open_place
from tests.backend.issuer import Issuer, open_issuer
from tests.backend.people import new_person
from tests.backend.servers import SECRET, Server, running_server

ME = "/api/auth/me"


@contextmanager
def serving(issuer: Issuer) -> Iterator[tuple[Server, httpx.Client]]:
    with open_place() as place, running_server(place, **issuer.settings) as server, server.client() as client:
        yield server, client


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with open_issuer() as issuer:
        yield issuer


def come(client: httpx.Client, token: str) -> httpx.Response:
    return client.get(ME, headers={"Authorization": f"Bearer {token}"})


def test_rotation(issuer: Issuer) -> None:
    with serving(issuer) as (server, client):
        assert come(client, issuer.token()).status_code == 200
        old = issuer.rotate()
        assert come(client, old.sign(issuer.claims())).status_code == 200  # until somebody comes with the new one
        assert issuer.fetches == 1
        assert come(client, issuer.token()).status_code == 200
        assert issuer.fetches == 2
        gone = come(client, old.sign(issuer.claims()))
        assert gone.status_code == 401
        assert server.line(event="request", request_id=gone.headers["x-request-id"])["refused"] == "key"


def test_down_and_up_again(issuer: Issuer) -> None:
    with serving(issuer) as (server, client):
        assert come(client, issuer.token()).status_code == 200
        issuer.stop()
        assert come(client, issuer.token("newcomer")).status_code == 200
        old = issuer.rotate()
        refused = come(client, issuer.token())
        assert refused.status_code == 401
        assert come(client, old.sign(issuer.claims())).status_code == 200
        issuer.start()
        assert come(client, old.sign(issuer.claims())).status_code == 200
        warnings = [line for line in server.log() if line["level"] == "warning"]
        assert [(line["event"], line["cold"]) for line in warnings] == [("the issuer's keys cannot be fetched", False)]


def test_down_from_the_start(issuer: Issuer) -> None:
    issuer.stop()
    with serving(issuer) as (server, client):
        for _ in range(20):
            response = come(client, issuer.token())
            assert response.status_code == 503
            assert response.headers["content-type"] == "application/problem+json"
            assert response.json()["error_code"] == "service_unavailable"
            assert 1 <= int(response.headers["retry-after"]) <= 2
            assert "www-authenticate" not in response.headers
        assert come(client, "Wm9Hk2Yt7LqRb4").status_code == 401
        assert client.get(ME).status_code == 401
        # Neither our own tokens nor those of the shared secret need the issuer.
        with closing(new_person(server).client) as ours:
            assert ours.get(ME).status_code == 200
        assert come(client, with_secret(issuer.claims(), SECRET.encode())).status_code == 200
        issuer.start()
        response = come(client, issuer.token())
        while response.status_code == 503:  # as long as the server says
            response = come(client, issuer.token())
        assert response.status_code == 200
        assert [line["event"] for line in server.log() if "issuer's keys" in line["event"]] == [
            "the issuer's keys cannot be fetched",
            "the issuer's keys are there again",
        ]


def test_settings_that_are_not_there(issuer: Issuer) -> None:
    """Without an address for keys, tokens of public keys are refused, and nobody is asked."""
    with open_place() as place, running_server(place) as server, server.client() as client:
        refused = come(client, issuer.token())
        assert refused.status_code == 401
        assert server.line(event="request", request_id=refused.headers["x-request-id"])["refused"] == "algorithm"
        assert issuer.fetches == 0
