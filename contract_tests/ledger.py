"""Everything that was seen on the wire in one session, held against everything that the specs declare."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from contract_tests.document import Document, Operation
from contract_tests.exchange import Exchange


@dataclass(frozen=True)
class Promise:
    """A success that an operation declares. Without a media type there is to be no body."""

    operation: Operation
    status: str
    media_type: str | None

    def __str__(self) -> str:
        return "-".join(filter(None, (self.operation.id, self.status, self.media_type)))


def promised_successes(document: Document) -> list[Promise]:
    return [
        Promise(operation, status, media_type)
        for operation in document.operations.values()
        for status in operation.successes
        for media_type in operation.media_types(status)
    ]


class Ledger:
    """Which answers each operation gave: by status and media type, each with the first exchange that had it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._seen: dict[tuple[str, int, str | None], Exchange] = {}
        self._faults: dict[tuple[str, int, str], Exchange] = {}

    def record(self, exchange: Exchange) -> None:
        """Note an exchange, unless its method and path as sent are for no operation, or for another one."""
        # Unknown paths and methods, and what is no HTTP, are protocol level: nothing declares how they are answered.
        if exchange.is_for_the_parser:
            return
        if self._document.route(exchange.method, urlsplit(exchange.url).path) is exchange.operation:
            self._seen.setdefault((exchange.operation.id, exchange.status, exchange.media_type), exchange)

    def complain(self, exchange: Exchange, fault: str) -> None:
        """Note that an answer is not as declared."""
        self._faults.setdefault((exchange.operation.id, exchange.status, fault), exchange)

    def complaints(self, operation: Operation) -> list[str]:
        """Everything that was wrong with the answers of an operation, once each. Shows secrets: mask it."""
        found = [
            exchange.told(fault, exchange.status)
            for (operation_id, _, fault), exchange in self._faults.items()
            if operation_id == operation.id
        ]
        undeclared = [
            exchange.told("a status that is not declared")
            for exchange in self._seen.values()
            if exchange.operation is operation and not operation.declares(exchange.status)
        ]
        return [*found, *undeclared]

    def has(self, promise: "Promise") -> bool:
        """Whether an answer was seen that is what was promised."""
        return any(
            operation_id == promise.operation.id
            and media_type == promise.media_type
            and promise.status in (str(status), f"{status // 100}XX")
            for operation_id, status, media_type in self._seen
        )
