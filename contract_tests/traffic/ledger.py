"""Everything that was seen on the wire in one session, held against everything that the specs declare."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from contract_tests.spec.document import Document, Operation
from contract_tests.traffic.branches import branches_in, branches_of
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.roll import Roll
from contract_tests.traffic.spared import Spared


@dataclass(frozen=True)
class Promise:
    """An answer that an operation declares. Without a media type there is to be no body.

    Where it is one of several problems, or its events are of several kinds, each `branch` is a promise.
    """

    operation: Operation
    status: str
    media_type: str | None
    branch: str | None = None

    def __str__(self) -> str:
        return "-".join(filter(None, (self.operation.id, self.status, self.media_type, self.branch)))


def promises_of(document: Document) -> list[Promise]:
    """Every promised answer; `default` promises no status of its own."""
    return [
        Promise(operation, status, media_type, branch)
        for operation in document.operations.values()
        for status in operation.responses
        if status != "default"
        for media_type in operation.media_types(status)
        for branch in branches_of(operation, status, media_type) or [None]
    ]


class Ledger:
    """Which answers each operation gave: by status and media type, each with the first exchange that had it.

    Several threads write in it, so what is read is a copy of what there is at the time.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self.roll = Roll()
        self.spared = Spared()
        self.sent: Counter[tuple[str, int]] = Counter()
        """How often each operation gave each status."""
        self._seen: dict[tuple[str, int, str | None], Exchange] = {}
        self._branches: set[tuple[str, str]] = set()
        self._faults: dict[tuple[str, int, str], Exchange] = {}

    def record(self, exchange: Exchange) -> None:
        """Note an exchange, unless its method and path as sent are for no operation, or for another one."""
        self.sent[exchange.operation.id, exchange.status] += 1
        # Unknown paths and methods, and what is no HTTP, are protocol level: nothing declares how they are answered.
        if exchange.is_for_the_parser:
            return
        if self._document.route(exchange.method, urlsplit(exchange.url).path) is exchange.operation:
            self.roll.note(exchange)
            self._seen.setdefault((exchange.operation.id, exchange.status, exchange.media_type), exchange)
            self._branches |= {(f"{exchange.operation.id}-{exchange.status}", each) for each in branches_in(exchange)}

    def complain(self, exchange: Exchange, fault: str) -> None:
        """Note that an answer is not as declared."""
        self._faults.setdefault((exchange.operation.id, exchange.status, fault), exchange)

    def complaints(self, operation: Operation) -> list[str]:
        """Everything that was wrong with the answers of an operation, once each. Shows secrets: mask it."""
        found = [
            exchange.told(fault, exchange.status)
            for (operation_id, _, fault), exchange in list(self._faults.items())
            if operation_id == operation.id
        ]
        undeclared = [
            exchange.told("a status that is not declared")
            for exchange in list(self._seen.values())
            if exchange.operation is operation and not operation.declares(exchange.status)
        ]
        return [*found, *undeclared]

    def has_success(self, operation: Operation) -> bool:
        """Whether the operation ever did what it was asked."""
        return any(each == operation.id and status in range(200, 300) for each, status in list(self.sent))

    def has(self, promise: Promise) -> bool:
        """Whether an answer was seen that is what was promised."""
        return self.first(promise) is not None

    def first(self, promise: Promise) -> Exchange | None:
        """The first exchange that had such an answer."""
        found = (
            exchange
            for (operation_id, status, media_type), exchange in list(self._seen.items())
            if operation_id == promise.operation.id
            and media_type == promise.media_type
            and promise.status == promise.operation.key_of(status)
            and (promise.branch is None or (f"{operation_id}-{status}", promise.branch) in self._branches)
        )
        return next(found, None)
