"""Whether another user has things is not to be told from any answer: two worlds, one with them and one without."""

from collections.abc import Iterator

import pytest

from contract_tests.isolation.canaries import Canaries
from contract_tests.isolation.estates import Estate, RememberingWire, kind_of, kinds, lasting_kinds
from contract_tests.isolation.normal_forms import Pairing, now
from contract_tests.isolation.replay import ALIKE, HIDDEN, REFUSED, UNTOUCHED, Findings, Replay
from contract_tests.isolation.trespasses import bars_foreign_cursors
from contract_tests.isolation.vanishing import vanish
from contract_tests.outside.doubles import Double
from contract_tests.outside.part import NotProvable
from contract_tests.report.claims import Claims
from contract_tests.report.outcomes import NOTHING
from contract_tests.servers.grounds import Grounds
from contract_tests.servers.server import Server
from contract_tests.servers.worlds import two_worlds
from contract_tests.spec.document import Document, Operation
from contract_tests.subject import each_operation
from contract_tests.traffic.ledger import Ledger
from contract_tests.traffic.mask import Mask
from contract_tests.users.actors import Actors
from contract_tests.users.recipes import Recipes

ROUNDS = 7
TOKENS = 5


class Plantation:
    """Two users with things of every kind, made by turns."""

    def __init__(self, document: Document, ledger: Ledger, mask: Mask) -> None:
        self.document = document
        self.ledger = ledger
        self.mask = mask
        self.wires: list[RememberingWire] = []

    def recipes(self, server: Server) -> Recipes:
        wire = RememberingWire(self.document, server.base_url, self.ledger, self.mask)
        self.wires.append(wire)
        return Recipes(wire, Actors(wire))

    def plant(self, server: Server) -> None:
        recipes = self.recipes(server)
        actors = recipes.actors
        owner = actors.make()
        stranger = actors.make(owner)
        self.owner = Estate(owner, Canaries("kestrel7f3ax", usual=-1))
        self.stranger = Estate(stranger, Canaries("wren20b4cx"))
        self.lasting = lasting_kinds(self.document)
        self.passing = [kind for kind in kinds(self.document) if kind not in self.lasting]
        for _ in range(3):
            actors.log_in_again(owner)
        if actors.can_log_in_again:
            self.stranger.spares = [actors.log_in_again(stranger) for _ in range(TOKENS)]
        # Before the things, some of which may be made of it.
        self.owner.adorn(recipes)
        for number in range(ROUNDS):
            (self.stranger if number % 2 else self.owner).grow(recipes, number, self.passing)
        for number in range(ROUNDS // 2):
            self.stranger.grow(recipes, number, self.lasting)
        self.owner.seen = self.owner.look(recipes, closely=True)
        self.parted = now()


@pytest.fixture(scope="module")
def findings(document: Document, grounds: Grounds, ledger: Ledger, mask: Mask) -> Iterator[Findings]:
    """Let a stranger and nobody try everything in both worlds, once."""
    if not any(holds_own(each) for each in document.operations.values()):
        pytest.skip(NOTHING)
    plantation = Plantation(document, ledger, mask)
    try:
        with two_worlds(document, plantation.plant, grounds) as servers:
            first, second = (plantation.recipes(server) for server in servers)
            # These are new processes: what one of them keeps of whoever comes first must not meet the next one.
            plantation.owner.grow(first, ROUNDS, plantation.passing)
            for number in range(ROUNDS // 2):
                plantation.owner.grow(first, number, plantation.lasting)
            if plantation.lasting:
                plantation.owner.seen = plantation.owner.look(first, closely=True)
            emptied = vanish(second, plantation.owner)
            common = [each for wire in plantation.wires[:2] for each in wire.exchanges]
            outside = [each for each in grounds.parts.values() if isinstance(each, Double)]
            pairing = Pairing(common, plantation.parted)
            replay = Replay((first, second), (plantation.owner, emptied), plantation.stranger, pairing, outside)
            replay.findings.missing = plantation.owner.missing
            replay.findings.left = left_over(second, emptied)
            replay.run()
            yield replay.findings
    except NotProvable as reason:
        pytest.skip(str(reason))
    finally:
        for wire in plantation.wires:
            wire.close()


def left_over(recipes: Recipes, owner: Estate) -> list[str]:
    """Things of the owner's that are still there."""
    seen = [each for each in owner.look(recipes) if each.status < 400]
    assert seen, "the owner's account is gone as well"
    shown = "".join(each.content.decode(errors="replace") for each in seen)
    return [name for name in owner.names if name in shown and name != owner.actor.user_id]


def holds_own(operation: Operation) -> bool:
    return operation.is_secured and bool(operation.owners or operation.is_caller_owned)


def is_reached(operation: Operation) -> bool:
    """Whether it is of one user, or of nobody; what belongs to all users together is not."""
    return bool(operation.owners or operation.is_caller_owned) if operation.is_secured else not operation.resources


def hold(findings: Findings, claims: Claims, operation: Operation, claim: str) -> None:
    if operation.resources and kind_of(operation) in findings.missing:
        pytest.skip(f"nothing of the kind could be made: {findings.missing[kind_of(operation)]}")
    if operation.id in findings.untried:
        pytest.skip(findings.untried[operation.id])
    told = findings.of(claim, operation)
    if told:
        pytest.fail("\n".join(told), pytrace=False)
    if not findings.pairs[operation.id]:
        pytest.fail(f"{operation} at {operation.place} was never called in both worlds", pytrace=False)
    claims.prove(operation, f"two worlds: {claim}")


def test_the_owners_things_are_gone_from_one_world(findings: Findings) -> None:
    """The control: without it, the worlds are alike because they are the same."""
    if findings.left:
        pytest.fail(f"{len(findings.left)} things are still there after every DELETE", pytrace=False)


@each_operation(is_reached)
def test_worlds_are_alike(findings: Findings, claims: Claims, operation: Operation) -> None:
    hold(findings, claims, operation, ALIKE)


@each_operation(is_reached)
def test_nothing_of_the_owners_shows(findings: Findings, claims: Claims, operation: Operation) -> None:
    hold(findings, claims, operation, HIDDEN)


@each_operation(is_reached)
def test_the_owners_things_are_untouched(findings: Findings, claims: Claims, operation: Operation) -> None:
    hold(findings, claims, operation, UNTOUCHED)


@each_operation(lambda operation: operation.is_secured and (bool(operation.owners) or bars_foreign_cursors(operation)))
def test_what_is_anothers_is_refused(findings: Findings, claims: Claims, operation: Operation) -> None:
    hold(findings, claims, operation, REFUSED)
