"""What all contract tests share: the document, the server, the ledger, users and the run of schemathesis."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_tests.actors import Actor, Actors
from contract_tests.document import Document
from contract_tests.ledger import Ledger
from contract_tests.mask import Mask
from contract_tests.recipes import Recipes
from contract_tests.server import Server, running_server
from contract_tests.wire import Wire

SPEC = Path(os.environ.get("HANDFAST_SPEC", Path(__file__).parent.parent / "specs" / "openapi.yaml"))
DOCUMENT = Document(SPEC)


@pytest.fixture(scope="session")
def document() -> Document:
    return DOCUMENT


@pytest.fixture(scope="session")
def server(document: Document) -> Iterator[Server]:
    with running_server(document) as server:
        yield server


@pytest.fixture(scope="session")
def mask() -> Mask:
    return Mask()


@pytest.fixture(scope="session")
def ledger(document: Document) -> Ledger:
    return Ledger(document)


@pytest.fixture(scope="session")
def wire(document: Document, server: Server, ledger: Ledger, mask: Mask) -> Iterator[Wire]:
    wire = Wire(document, server.base_url, ledger, mask)
    yield wire
    wire.close()


@pytest.fixture(scope="session")
def actors(wire: Wire) -> Actors:
    return Actors(wire)


@pytest.fixture(scope="session")
def recipes(wire: Wire, actors: Actors) -> Recipes:
    return Recipes(wire, actors)


@pytest.fixture
def actor(actors: Actors) -> Actor:
    """Make a user whom the test may destroy."""
    return actors.make()


@pytest.fixture(scope="session")
def run(recipes: Recipes) -> Run:
    """Let schemathesis try everything, once."""
    return run_schemathesis(recipes, Budget.from_environment())


@pytest.fixture(scope="session")
def owner(actors: Actors) -> Actor:
    """Make the user whose things others try to reach."""
    return actors.make()


@pytest.fixture(scope="session")
def stranger(actors: Actors) -> Actor:
    """Make the user who tries."""
    return actors.make()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test one operation, or one promise, of the document at a time: those that its module selects."""
    for name, everything in (("operation", list(DOCUMENT.operations.values())), ("promise", promised_successes(DOCUMENT))):
        if name in metafunc.fixturenames:
            select = getattr(metafunc.module, f"CONCERNS_{metafunc.function.__name__.upper()}", None)
            chosen = [each for each in everything if select is None or select(each)]
            metafunc.parametrize(name, chosen, ids=[getattr(each, "id", str(each)) for each in chosen])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put last the tests that look back on the whole session."""
    items.sort(key=lambda item: item.get_closest_marker("looks_back") is not None)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "looks_back: runs after all others, as it is about what they did")
