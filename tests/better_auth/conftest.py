"""A Better Auth server, and backends that take its tokens."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeAlias

import httpx
import pytest

from tests.backend.databases import Databases, open_server
from tests.backend.servers import Server, running_server
from tests.better_auth.issuers import BetterAuth, Visitor, better_auth

Serve: TypeAlias = Callable[..., AbstractContextManager[Server]]


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    with open_server() as server:
        yield Databases(server)


@pytest.fixture(scope="session")
def serve(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Run backends, each on a database of its own unless it is given one; no token may be left in a log."""

    @contextmanager
    def serve(**settings: str) -> Iterator[Server]:
        folder = tmp_path_factory.mktemp("backend")
        with databases.fresh() as url:
            with running_server(folder, **{"DATABASE_URL": url, **settings}) as server:
                yield server
            assert "eyJ" not in server.text()
            assert [line for line in server.log() if line["level"] in ("error", "critical")] == []

    return serve


@pytest.fixture(scope="session")
def issuer() -> Iterator[BetterAuth]:
    """Serve accounts to all tests that neither rotate its keys nor stop it."""
    with better_auth() as issuer:
        yield issuer


@pytest.fixture(scope="session")
def server(serve: Serve, issuer: BetterAuth) -> Iterator[Server]:
    """Serve to all tests that want no other settings."""
    with serve(**issuer.settings) as server:
        yield server


@pytest.fixture
def own_issuer() -> Iterator[BetterAuth]:
    """Serve accounts to one test."""
    with better_auth() as issuer:
        yield issuer


@pytest.fixture
def ada(issuer: BetterAuth) -> Visitor:
    return issuer.sign_up("Ada")


@pytest.fixture
def nobody(server: Server) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client
