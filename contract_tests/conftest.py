"""What all contract tests share: the server, the ledger, users, recipes, and the run of schemathesis."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from contract_tests.conformance.runs import Budget, Run
from contract_tests.outside.part import NotProvable
from contract_tests.outside.postgres import Postgres
from contract_tests.report import stash
from contract_tests.report.claims import Claims
from contract_tests.report.failures import make_plain
from contract_tests.report.outcomes import NOTHING
from contract_tests.semantics.workshop import Workshop
from contract_tests.servers.grounds import Grounds, opened_grounds
from contract_tests.servers.server import NotReady, Server
from contract_tests.spec.document import Document
from contract_tests.statuses.apart import OutagesApart, can_be_apart
from contract_tests.statuses.outages import Outages
from contract_tests.subject import DOCUMENT
from contract_tests.traffic.ledger import Ledger
from contract_tests.traffic.mask import Mask
from contract_tests.traffic.wire import Wire
from contract_tests.users.actors import Actor, Actors
from contract_tests.users.recipes import Recipes


@pytest.fixture(scope="session")
def document() -> Document:
    return DOCUMENT


@pytest.fixture(scope="session")
def grounds(document: Document, mask: Mask) -> Iterator[Grounds]:
    """Start what is outside of the server."""
    with ExitStack() as stack:
        try:
            grounds = stack.enter_context(opened_grounds(document))
        except NotReady as error:
            pytest.exit(mask(str(error)), returncode=2)
        yield grounds


@pytest.fixture(scope="session")
def server(grounds: Grounds, mask: Mask, pytestconfig: pytest.Config) -> Iterator[Server]:
    """Start the server."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(grounds.server())
        except NotReady as error:
            pytest.exit(mask(str(error)), returncode=2)  # every test would say so
        pytestconfig.stash[stash.BASE_URL] = server.base_url
        pytestconfig.stash[stash.SERVER] = server
        yield server


@pytest.fixture(scope="session")
def apart(
    server: Server,  # noqa: ARG001 - it is not to be late for the sake of a second one
    grounds: Grounds,
    ledger: Ledger,
    mask: Mask,
    request: pytest.FixtureRequest,
) -> Iterator[OutagesApart | None]:
    """Let what is outside fail at a server of its own, if that is certain to be asked about, and it can be had.

    Of a few tests that are picked out, none goes on meanwhile that would be worth a second server.
    """
    is_certain = any(item.get_closest_marker("during_outages") for item in request.session.items)
    is_part = request.config.stash.get(stash.IS_PART, False)
    if is_part or not is_certain or not can_be_apart(grounds):
        yield None
        return
    apart = OutagesApart(grounds, ledger, mask)
    yield apart
    apart.close()


@pytest.fixture(scope="session")
def mask(pytestconfig: pytest.Config) -> Mask:
    return pytestconfig.stash[stash.MASK]


@pytest.fixture(scope="session")
def ledger(document: Document, pytestconfig: pytest.Config) -> Ledger:
    return pytestconfig.stash.setdefault(stash.LEDGER, Ledger(document))


# Outages are mostly waiting, so they begin with the first test that sends anything, however late those about them come.
@pytest.fixture(scope="session")
def wire(
    document: Document,
    server: Server,
    ledger: Ledger,
    mask: Mask,
    apart: OutagesApart | None,  # noqa: ARG001
) -> Iterator[Wire]:
    wire = Wire(document, server.base_url, ledger, mask)
    yield wire
    wire.close()


@pytest.fixture(scope="session")
def restarted(wire: Wire, grounds: Grounds) -> Iterator[Wire]:
    """Start the server once more, beside the first one: it knows what that has kept outside, and nothing else."""
    if not any(isinstance(part, Postgres) for part in grounds.parts.values()):
        pytest.skip(f"{NOTHING}: the server keeps nothing outside, by server.toml")
    if grounds.base_url is not None:
        pytest.skip("--base-url names a server that somebody else started, and it would have to be started again")
    with grounds.server() as server:
        again = Wire(wire.document, server.base_url, wire.ledger, wire.mask)
        yield again
        again.close()


@pytest.fixture(scope="session")
def actors(wire: Wire) -> Actors:
    return Actors(wire)


@pytest.fixture(scope="session")
def recipes(wire: Wire, actors: Actors) -> Recipes:
    return Recipes(wire, actors)


@pytest.fixture(scope="session")
def outages(apart: OutagesApart | None, grounds: Grounds, recipes: Recipes, ledger: Ledger, mask: Mask) -> Outages:
    """What becomes of everything while what is outside fails: at a server of its own, or at that of all tests."""
    return (apart and apart.outages()) or Outages(grounds, recipes, ledger, mask)


@pytest.fixture(scope="session")
def budget() -> Budget:
    return Budget.from_environment()


@pytest.fixture(scope="session")
def run(recipes: Recipes, budget: Budget) -> Run:
    """Let schemathesis try everything, once."""
    from contract_tests.conformance.fuzzing import run_schemathesis  # which takes a while, and most picks do without

    return run_schemathesis(recipes, budget)


@pytest.fixture(scope="session")
def owner(actors: Actors) -> Actor:
    """Make the user whose things others try to reach."""
    return actors.make()


@pytest.fixture(scope="session")
def stranger(actors: Actors, owner: Actor) -> Actor:
    """Make the user who tries to reach them."""
    return actors.make(owner)


@pytest.fixture(scope="session")
def claims(pytestconfig: pytest.Config) -> Claims:
    """Note what was proven of each operation."""
    return pytestconfig.stash.setdefault(stash.CLAIMS, Claims())


@pytest.fixture(scope="module")
def workshop(recipes: Recipes, actors: Actors) -> Workshop:
    """A user of its own for each module, who makes things."""
    return Workshop(recipes, actors.make())


def pytest_configure(config: pytest.Config) -> None:
    config.stash[stash.MASK] = Mask()
    config.addinivalue_line("markers", "during_outages: is about what happens while something outside fails")
    config.addinivalue_line("markers", "looks_back: runs after the others, for it is about all that they did")
    config.addinivalue_line("markers", "stops_server: runs last of all")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None, None, None]:
    with not_provable_is_skipped():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, None, None]:
    with not_provable_is_skipped():
        return (yield)


@contextmanager
def not_provable_is_skipped() -> Iterator[None]:
    try:
        yield
    except NotProvable as reason:
        pytest.skip(str(reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    make_plain(report, call, item.config.stash[stash.MASK])
    if report.failed:
        stop_without_server(report, item)
    return report


def stop_without_server(report: pytest.TestReport, item: pytest.Item) -> None:
    """End the session with this failure if the server is gone: all that follows would say so, in other words."""
    server = item.config.stash.get(stash.SERVER, None)
    told = server.what_became_of_it() if server else ""
    if told:
        report.longrepr = item.config.stash[stash.MASK](f"{told}\n  meanwhile:  {report.longreprtext}")
        item.session.shouldfail = "the server is gone"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            # Whichever test comes first waits for schemathesis, which takes minutes with a large budget.
            item.add_marker(pytest.mark.timeout(1800))
    items.sort(key=lambda item: [item.get_closest_marker(name) is not None for name in ("stops_server", "looks_back")])
