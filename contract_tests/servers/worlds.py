"""Two servers whose worlds were one until a moment ago."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from contract_tests.outside.part import NotProvable
from contract_tests.servers.grounds import Grounds, opened_grounds
from contract_tests.servers.server import Server
from contract_tests.spec.document import Document

PLANTED, FIRST, SECOND = "planted", "first", "second"


@contextmanager
def two_worlds(
    document: Document, plant: Callable[[Server], None], grounds: Grounds | None = None
) -> Iterator[tuple[Server, Server]]:
    """Let `plant` put data into one server by HTTP, then yield two servers that both have them, and nothing in common.

    Tokens that one server gave are good at both. NotProvable says what server.toml lacks for it. The same grounds can
    do it once; without any, new ones are opened.
    """
    with ExitStack() as stack:
        grounds = grounds or stack.enter_context(opened_grounds(document))
        if grounds.base_url is not None:
            raise NotProvable("--base-url names a server that somebody else started: two worlds take a `command`")
        grounds.see_to_copies()
        with grounds.server(PLANTED) as server:
            plant(server)
        worlds = (FIRST, SECOND)
        for world in worlds:
            grounds.copy(PLANTED, world)
        with ThreadPoolExecutor(len(worlds)) as pool:
            first, second = pool.map(lambda world: stack.enter_context(grounds.server(world)), worlds)
        yield first, second
