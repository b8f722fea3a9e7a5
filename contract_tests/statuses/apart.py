"""The outages at a server of their own, with all that is outside of it: most of them is waiting, beside other tests."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

from contract_tests.outside.postgres import Postgres
from contract_tests.servers.grounds import Grounds, opened_grounds
from contract_tests.servers.server import Server
from contract_tests.statuses.outages import Outages
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
        self._given_up = Event()
        self._stack = ExitStack()
        self._pool = ThreadPoolExecutor(1, "outages")
        self.server: Server | None = None
        self._opened: Future[Outages] = self._pool.submit(self._open)
        self._done = self._pool.submit(self._let_all_fail)

    def outages(self) -> Outages | None:
        """All of them, as soon as they are over; None if there is no second server to be had."""
        if self._opened.exception() is not None:
            return None
        self._done.result()
        return self._opened.result()

    def close(self) -> None:
        """End the server, and with it what is under way."""
        self._given_up.set()
        with self._stack, ExitStack() as first:
            first.callback(self._pool.shutdown, cancel_futures=True)
            if self.server is not None:
                first.callback(self.server.end)

    def _open(self) -> Outages:
        grounds = self._stack.enter_context(opened_grounds(self._grounds.document, self._grounds.file))
        grounds.servers = self._grounds.servers  # so that the logs of all are read
        self.server = self._stack.enter_context(grounds.server())
        wire = Wire(self._grounds.document, self.server.base_url, self._ledger, self._mask)
        self._stack.callback(wire.close)
        return Outages(grounds, Recipes(wire, Actors(wire)), self._ledger, self._mask, self._given_up)

    def _let_all_fail(self) -> None:
        if self._opened.exception() is None and not self._given_up.is_set():
            self._opened.result().let_all_fail()


def can_be_apart(grounds: Grounds) -> bool:
    """Whether a second server would share nothing with the first one: all that is outside is started once more for it.

    Where nothing outside keeps anything, servers may keep it in a place that they have in common.
    """
    parts = list(grounds.parts.values())
    keeps = any(isinstance(each, Postgres) for each in parts)
    return grounds.base_url is None and keeps and all(each.is_remade for each in parts)
