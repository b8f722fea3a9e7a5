"""The outages at a server of their own, with all that is outside of it: most of them is waiting, beside other tests."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

from contract_tests.servers.grounds import Grounds, opened_grounds
from contract_tests.servers.server import Server
from contract_tests.statuses.outages import Outage, Outages
from contract_tests.traffic.ledger import Ledger
from contract_tests.traffic.mask import Mask
from contract_tests.traffic.wire import Wire
from contract_tests.users.actors import Actors
from contract_tests.users.recipes import Recipes


class OutagesApart:
    """Lets everything outside of a second server fail, in a thread; what comes of it is in the ledger of all."""

    def __init__(self, grounds: Grounds, ledger: Ledger, mask: Mask) -> None:
        self._grounds = grounds
        self._ledger = ledger
        self._mask = mask
        self._stack = ExitStack()
        self._pool = ThreadPoolExecutor(1, "outages")
        self._server: Server | None = None
        self._outages: Outages | None = None
        self._done: Future[Outages] = self._pool.submit(self._let_all_fail)

    @property
    def recipes(self) -> Recipes:
        """Of the server that felt the outages, and that knows who sent the requests."""
        return self._done.result().recipes

    def of(self, need: str) -> Outage:
        """Wait until all of it is over. Raises NotProvable, saying what server.toml lacks."""
        self._grounds.part(need)
        return self._done.result().of(need)

    def close(self) -> None:
        """End the server, and with it what is under way."""
        if self._outages is not None:
            self._outages.give_up()
        if self._server is not None:
            self._server.end()
        self._pool.shutdown(cancel_futures=True)
        self._stack.close()

    def _let_all_fail(self) -> Outages:
        grounds = self._stack.enter_context(opened_grounds(self._grounds.document, self._grounds.file))
        self._server = self._stack.enter_context(grounds.server())
        self._grounds.servers.append(self._server)
        wire = Wire(self._grounds.document, self._server.base_url, self._ledger, self._mask)
        self._stack.callback(wire.close)
        self._outages = Outages(grounds, Recipes(wire, Actors(wire)), self._ledger, self._mask)
        self._outages.let_all_fail()
        return self._outages


AnyOutages = Outages | OutagesApart


def can_be_apart(grounds: Grounds) -> bool:
    """Whether another server, and all that is outside of it, can be had beside the first one."""
    return grounds.base_url is None and all(each.is_remade for each in grounds.parts.values())
