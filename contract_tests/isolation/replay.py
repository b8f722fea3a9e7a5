"""The same requests to two worlds: in one another user has things, in the other they are gone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote_plus

from contract_tests.budgets import scaled
from contract_tests.isolation.estates import Estate, named_alike, next_of, queries
from contract_tests.isolation.normal_forms import Differences, Pairing, are_alike_but_for_the_new
from contract_tests.isolation.selection import share_of, thinned
from contract_tests.isolation.trespasses import Neighbours, Trespass, readings
from contract_tests.isolation.trespasses_writing import Writings
from contract_tests.isolation.watch import Watch
from contract_tests.outside.doubles import Double
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import puts_new
from contract_tests.traffic.credentials import credentials_for
from contract_tests.traffic.exchange import Exchange, Request
from contract_tests.users.recipes import Recipes

MOST, MOST_OF_ONE = 600, 24
"""Requests in all, or of each operation where there are many."""

_MOST_PAGES = 8
_FEW = 3
_MOST_TOLD = 3
_REFUSED, _UNAUTHORIZED = 400, 401
ALIKE, HIDDEN, REFUSED, UNTOUCHED = "alike", "hidden", "refused", "untouched"


@dataclass
class Findings:
    """What was found out, by claim and operation; and how often each operation was called."""

    told: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    pairs: Counter[str] = field(default_factory=Counter)
    succeeded: Counter[str] = field(default_factory=Counter)
    missing: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    untried: dict[str, str] = field(default_factory=dict)

    def add(self, claim: str, operation: Operation, report: str) -> None:
        self.told[claim, operation.id].append(report)

    def of(self, claim: str, operation: Operation) -> list[str]:
        return self.told[claim, operation.id][:_MOST_TOLD]


class Replay:
    """Sends each request to both worlds at once, so that they stay in step, and holds the answers together."""

    def __init__(
        self,
        worlds: tuple[Recipes, Recipes],
        owners: tuple[Estate, Estate],
        stranger: Estate,
        pairing: Pairing,
        outside: Sequence[Double] = (),
    ) -> None:
        self.findings = Findings()
        self._worlds = worlds
        self._document = worlds[0].wire.document
        self._owners = owners
        self._owner = owner = owners[0]
        self._stranger = stranger
        self._pairing = pairing
        self._around = Neighbours(self._document, owner, stranger)
        self._outside = outside
        self._volatile: set[str] = set()
        self._given: set[str] = set()
        self._caller = stranger.actor

    def run(self) -> None:
        """Read first, then write, then end what can be ended."""
        spared = self._worlds[0].wire.ledger.spared.reasons
        self.findings.untried |= spared
        operations = [each for each in self._document.operations.values() if each.id not in spared]
        unsafe = [each for each in operations if not each.is_safe]
        ending = [each for each in unsafe if self._may_end(each)]
        lasting = [each for each in unsafe if each not in ending]
        writings = Writings(self._around)
        reads = {each.id: list(readings(self._around, each)) for each in operations if each.is_safe}
        foreign = {each.id: list(writings.on_foreign(each)) for each in unsafe if each.is_secured}
        own = {each.id: list(writings.on_own(each)) for each in lasting if each.method != "DELETE"}
        most = scaled(max(MOST, MOST_OF_ONE * len(operations)))
        share = share_of([len(each) for group in (reads, foreign, own) for each in group.values()], most)
        self._learn(operations)
        self._heard()  # until now, by what the owner did
        watches = [Watch(recipes, estate) for recipes, estate in zip(self._worlds, self._owners, strict=True)]
        for operation_id, chosen in reads.items():
            sent = self._send_all(thinned(chosen, share))
            if self._document.operations[operation_id].is_secured:
                self._watch(watches[:1], [self._document.operations[operation_id]], *sent)
        self._watch(watches[1:], operations)
        for group in (foreign, own):
            for operation in unsafe:
                if group.get(operation.id):
                    sent = self._send_all(thinned(group[operation.id], share), in_any_order=True)
                    self._watch(watches[:1], [operation], *sent)
        for operation in sorted(named_alike(unsafe), key=lambda each: each.method == "DELETE"):
            # By now the stranger may well have things of the same names.
            alike = [each for each in foreign[operation.id] if self._caller.user_id in each.path.values()]
            self._watch(watches[:1], [operation], *self._send_all(alike[:_FEW], in_any_order=True))
        self._look_around()
        for operation in lasting:
            if operation.method == "DELETE":
                bases = (Trespass(operation, "one's own", path) for path in self._around.own_paths(operation)[-1:])
                self._watch(watches[:1], [operation], *self._send_all(bases, in_any_order=True))
        self._look_around()
        self._end(ending, watches)

    def _learn(self, operations: list[Operation]) -> None:
        """Find the headers that are another each time, such as the seconds that an answer took."""
        for operation in operations:
            for trespass in list(readings(self._around, operation))[:1] if operation.is_safe else ():
                request = self._request(trespass)
                one, other = (self._worlds[0].wire.call(operation, request) for _ in range(2))
                told = self._pairing.differences(one, other)
                self._volatile |= {where for where in told if where.startswith("header ")}

    def _may_end(self, operation: Operation) -> bool:
        """Whether it may be the end of the caller or of the token."""
        if not operation.is_secured or operation.resources:
            return False
        told = [each for kind in ("token", "other_token", "user") for each in self._worlds[0].actors.ending(kind)]
        return operation in told or (operation.is_caller_owned and not operation.bodies) or operation.method == "DELETE"

    def _end(self, ending: list[Operation], watches: list[Watch]) -> None:
        """Each with another token of the stranger's, the end of the user last of all."""
        users = self._worlds[0].actors.ending("user")
        spares = list(self._stranger.spares)
        if not spares:
            self.findings.untried |= {each.id: "it may end the only token that the stranger has" for each in ending}
        for operation in sorted(ending, key=lambda each: (each in users, each.method == "DELETE")):
            trespasses = [Trespass(operation, "as it is", path) for path in self._around.own_paths(operation)[:1]]
            while spares and trespasses:
                self._caller = spares.pop(0)
                sent = self._send_all(trespasses, in_any_order=True)
                self._watch(watches, [operation], *sent)
                if sent[0].status != _UNAUTHORIZED:  # it may be the session that was ended before
                    break

    def _look_around(self) -> None:
        """See all that is the stranger's own by now."""
        for operation in self._document.operations.values():
            if operation.method == "GET" and operation.is_secured and not operation.requires_input:
                query = queries(operation, closely=False)[0]
                paths = self._around.own_paths(operation)[:4]
                bases = [Trespass(operation, "read after it all", path, query) for path in paths]
                self._send_all(bases, in_any_order=True)

    def _send_all(self, trespasses: Iterable[Trespass], *, in_any_order: bool = False) -> list[Exchange]:
        return [self._send(each, in_any_order=in_any_order) for each in trespasses]

    def _send(self, trespass: Trespass, *, in_any_order: bool) -> Exchange:
        first: Exchange | None = None
        for pair in self._pages(trespass):
            first = first or pair[0]
            differing = self._pairing.differences(*pair, in_any_order=in_any_order)
            differing = {where: told for where, told in differing.items() if where not in self._volatile}
            if differing and (trespass.operation.is_safe or min(each.status for each in pair) >= _REFUSED):
                differing = self._confirmed(trespass, pair, differing, in_any_order=in_any_order)
            self._judge(trespass, pair, differing)
            if differing:
                break
        assert first is not None
        return first

    def _pages(self, trespass: Trespass) -> Iterator[tuple[Exchange, Exchange]]:
        requests = [self._request(trespass)] * 2
        for _ in range(_MOST_PAGES):
            one, other = (
                world.wire.call(trespass.operation, request)
                for world, request in zip(self._worlds, requests, strict=True)
            )
            yield one, other
            following = next_of(one), next_of(other)
            if not trespass.is_walk or None in following:
                return
            name = str(trespass.operation.cursor)
            requests = [
                replace(each, query={**each.query, name: str(at)}) for each, at in zip(requests, following, strict=True)
            ]

    def _request(self, trespass: Trespass) -> Request:
        carried = credentials_for(trespass.operation, self._caller.token)
        headers, query = dict(trespass.headers), dict(trespass.query)
        if not trespass.is_anonymous:
            headers |= carried.headers
            query |= carried.query
        return Request(trespass.path, query, headers, trespass.body, trespass.media_type, trespass.raw)

    def _confirmed(
        self, trespass: Trespass, pair: tuple[Exchange, Exchange], differing: Differences, *, in_any_order: bool
    ) -> Differences:
        """What differs again, and does not between two answers of the same world."""
        request = self._request(trespass)
        if pair[0].url.partition("?")[2] and trespass.is_walk:
            return differing
        again = [world.wire.call(trespass.operation, request) for world in self._worlds]
        still, *alone = (
            self._pairing.differences(*each, in_any_order=in_any_order)
            for each in (again, *zip(pair, again, strict=True))
        )
        self._volatile |= {where for where in alone[0] if where.startswith("header ")}
        new = {where for where in alone[0] if where in alone[1] and are_alike_but_for_the_new(where, pair, again)}
        return {
            where: told
            for where, told in still.items()
            if where in differing and where not in self._volatile and where not in new
        }

    def _judge(self, trespass: Trespass, pair: tuple[Exchange, Exchange], differing: Differences) -> None:
        operation = trespass.operation
        self.findings.pairs[operation.id] += 1
        self.findings.succeeded[operation.id] += pair[0].status < 400
        for each in pair:
            self._worlds[0].actors.hide_token(each)
        if differing and not self._is_disclosed(pair):
            told = "; ".join(f"{where}: {what}" for where, what in list(differing.items())[:5])
            self._tell(ALIKE, trespass, f"whether another user has things shows in {told}", *pair)
        if trespass.is_barred and min(each.status for each in pair) < 400:
            self._tell(REFUSED, trespass, "the spec says that it is refused", *pair)
        users = {trespass.path[name] for name in operation.owners if name in trespass.path}
        if users - {self._caller.user_id} and min(each.status for each in pair) < 400:
            self._tell(REFUSED, trespass, "the path is another user's", *pair)
        self._overhear(trespass, pair)
        for each in pair:
            found = [secret for secret in self._owner.secrets if secret in _shown(each)]
            sent = _sent(each)
            strange = [secret for secret in found if secret not in sent and secret not in self._given]
            # An error that is declared to tell of others tells that something is there, and not what.
            if strange and not (each.status < 400 and self._is_disclosed(pair)):
                self._tell(HIDDEN, trespass, f"it shows what is another user's: {', '.join(strange[:3])}", each)
            if not operation.is_safe and each.status < 400:
                # What the stranger wrote is the stranger's to read.
                written = _sent(each) if puts_new(operation) else each.request_content.decode(errors="replace")
                self._given |= {secret for secret in self._owner.secrets if secret in written}

    def _overhear(self, trespass: Trespass, pair: tuple[Exchange, Exchange]) -> None:
        """See what the server told others meanwhile, such as the assistant, who answers the stranger."""
        said = self._heard()
        sent = "".join(map(_sent, pair))
        strange = [
            each for each in self._owner.secrets if each in said and each not in sent and each not in self._given
        ]
        if strange:
            fault = f"what is another user's was sent to what is outside of the server: {', '.join(strange[:3])}"
            self._tell(HIDDEN, trespass, fault, pair[0])

    def _heard(self) -> str:
        """All that the server told others since the last time."""
        heard = [each for double in self._outside for each in list(double.received)]
        for double in self._outside:
            double.received.clear()
        return "\n".join(f"{each.path}\n{each.content.decode(errors='replace')}" for each in heard)

    def _is_disclosed(self, pair: tuple[Exchange, Exchange]) -> bool:
        """Whether one of the answers is declared to tell of other users."""
        answers = [each.operation.response(each.status) for each in pair]
        return any(answer and "x-discloses" in answer for answer in answers)

    def _watch(self, watches: list[Watch], operations: list[Operation], *sent: Exchange) -> None:
        """See whether the owner's things are as they were."""
        for watch in watches:
            changes = watch.changes()
            if changes:
                tried = sorted(sent, key=lambda each: each.status)
                many = len(sent) or "all"
                lines = [f"another user's things were changed by one of {many} requests: {'; '.join(changes[:5])}"]
                lines += [each.told("one of them", each.status) for each in tried[:_MOST_TOLD]]
                for operation in operations:
                    self.findings.add(UNTOUCHED, operation, self._worlds[0].wire.mask("\n".join(lines)))

    def _world(self, exchange: Exchange) -> str:
        is_first = exchange.url.startswith(f"{self._worlds[0].wire.base_url}/")
        return "where the owner has things" if is_first else "where the owner's things are gone"

    def _tell(self, claim: str, trespass: Trespass, fault: str, *exchanges: Exchange) -> None:
        who = "nobody" if trespass.is_anonymous else "the stranger"
        lines = [f"{who}, {trespass.why}: {fault}", *(each.told(self._world(each), each.status) for each in exchanges)]
        self.findings.add(claim, trespass.operation, self._worlds[0].wire.mask("\n".join(lines)))


def _shown(exchange: Exchange) -> str:
    text = exchange.content.decode(errors="replace") + "\n" + "\n".join(exchange.headers.values())
    return text + unquote_plus(exchange.headers.get("location", ""))


def _sent(exchange: Exchange) -> str:
    headers = "\n".join(exchange.request_headers.values())
    return f"{unquote_plus(exchange.url)}\n{headers}\n{exchange.request_content.decode(errors='replace')}"
