"""Who was on the wire: which users there are, what is whose, who tried which operation, which links were followed."""

from collections import defaultdict
from enum import StrEnum

from contract_tests.spec.document import Operation
from contract_tests.traffic.credentials import slots_of
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.trails import Trails, path_values


class Sender(StrEnum):
    """What somebody is to an operation."""

    NOBODY = "nobody"
    FORGER = "forger"
    STRANGER = "stranger"
    OWNER = "owner"


class Roll:
    """Keeps who sent what; a user is known by each of their tokens, a thing's owner by who was told of it first."""

    def __init__(self) -> None:
        self.trails = Trails()
        self._users: dict[str, str] = {}
        self._things: dict[str, str] = {}
        self._senders: dict[str, set[Sender]] = defaultdict(set)
        self._served: dict[str, set[str]] = defaultdict(set)

    def meet(self, user_id: str, token: str) -> None:
        """Note whose a token is."""
        self._users[token] = user_id

    def senders(self, operation: Operation) -> set[Sender]:
        return self._senders[operation.id]

    def served(self, operation: Operation) -> set[str]:
        """Ids of the users who got a success from an operation; the empty one stands for nobody."""
        return self._served[operation.id]

    def note(self, exchange: Exchange) -> None:
        operation = exchange.operation
        token = _token(exchange)
        user_id = self._users.get(token or "")
        self._senders[operation.id].add(self._kind(exchange, token, user_id))
        if exchange.status >= 400:
            return
        self._served[operation.id].add(user_id or "")
        for thing in self.trails.note(exchange):
            if user_id is not None:
                self._things.setdefault(thing, user_id)

    def _kind(self, exchange: Exchange, token: str | None, user_id: str | None) -> Sender:
        if not token:
            return Sender.NOBODY
        if user_id is None:
            return Sender.FORGER
        operation = exchange.operation
        for name, value in path_values(exchange).items():
            if name in operation.owners and value != user_id:
                return Sender.STRANGER
            if name in operation.resources and self._things.get(value, user_id) != user_id:
                return Sender.STRANGER
        return Sender.OWNER


def _token(exchange: Exchange) -> str | None:
    """The credential of an exchange, without the word before it."""
    for slot in slots_of(exchange.operation):
        text = slot.found_in(exchange)
        if text:
            return text.rpartition(" ")[2]
    return None
