"""Two users at once on the same server: nothing of one's ever shows in an answer to the other."""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from threading import Barrier
from typing import Any

import pytest

from contract_tests.budgets import scaled
from contract_tests.inputs.bodies import Bodies
from contract_tests.inputs.values import fits
from contract_tests.isolation.estates import decorating
from contract_tests.outside.doubles import Double
from contract_tests.report.outcomes import NOTHING
from contract_tests.semantics.effects import media_types
from contract_tests.servers.grounds import Grounds
from contract_tests.servers.server import Server
from contract_tests.spec.document import Document, Operation
from contract_tests.spec.relations import may_find_nothing
from contract_tests.spec.schemas import properties
from contract_tests.subject import DOCUMENT, each_operation
from contract_tests.traffic.exchange import Exchange, Request, shortened
from contract_tests.traffic.ledger import Ledger
from contract_tests.traffic.mask import Mask
from contract_tests.traffic.wire import Wire
from contract_tests.users.actors import ENDS, Actor, Actors
from contract_tests.users.recipes import NoRecipe, Recipes

ROUNDS = scaled(4, least=2)
MEETINGS = scaled(10, least=4)
BARRIER_SECONDS = 60
HANDS = 2  # of each user
READERS = 4  # of each user
OF_ONE = re.compile(r"\b(this|each|every|one|the)\s+(request|answer|response|call)\b", re.IGNORECASE)
_FOR_PEOPLE = ("description", "examples", "example", "title")
_SHORTEST = 8  # shorter ids stand in any text by chance


class MarkingWire(Wire):
    """Puts a word of the user's into every text that is sent, and keeps what came back."""

    word = ""

    def __init__(self, document: Document, base_url: str, ledger: Ledger, mask: Mask) -> None:
        super().__init__(document, base_url, ledger, mask)
        self.exchanges: list[Exchange] = []
        self._numbers = count()

    def call(self, operation: Operation, request: Request) -> Exchange:
        media = operation.bodies.get(request.media_type) if request.media_type else None
        schema = (media or {}).get("schema", {})
        if self.word and operation.security:
            body = marked(operation.document, schema, request.body, f"{self.word}{next(self._numbers)}")
            request = Request(request.path, request.query, request.headers, body, request.media_type)
        exchange = super().call(operation, request)
        self.exchanges.append(exchange)
        return exchange


@dataclass
class Part:
    """One user, what they got, and what is theirs alone."""

    actor: Actor
    word: str
    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def secrets(self) -> set[str]:
        """Their id, their token, their words, and the ids of what they made."""
        ids = {value for each in self.exchanges for value in each.path_parameters.values() if each.status < 400}
        return {each for each in (self.actor.user_id, self.actor.token, self.word, *ids) if len(each) >= _SHORTEST}


def marked(document: Document, schema: Any, value: Any, word: str) -> Any:
    """The value with the word in every text that may be any text."""
    schema = document.resolved(schema)
    if not isinstance(schema, dict):
        return value
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        return {name: marked(document, properties.get(name), item, word) for name, item in value.items()}
    is_free = not any(keyword in schema for keyword in ("enum", "const", "format", "x-encoded"))
    return word if isinstance(value, str) and is_free and fits(document, schema, word) else value


def owned(actors: Actors, ledger: Ledger) -> list[Operation]:
    """Operations on what is the caller's own, but for those that end the caller."""
    ending = {each.id for kind in ENDS for each in actors.ending(kind)} | ledger.spared.reasons.keys()
    return [
        each
        for each in DOCUMENT.operations.values()
        if each.is_secured and (each.owners or each.is_caller_owned) and each.id not in ending
    ]


def hammer(recipes: Recipes, actor: Actor, operations: list[Operation]) -> None:
    for each in decorating(DOCUMENT):
        if each in operations:  # what else there is may be made of it
            body = Bodies(each, media_types(each)[0]).full()
            recipes.call(each, actor, dict.fromkeys(each.owners, actor.user_id), body=body)
    for _ in range(ROUNDS):
        for operation in operations:
            try:
                recipes.perform(operation, actor)
            except NoRecipe:
                continue  # test_statuses says so


def meet(users: list[tuple[Recipes, Actor]], wires: Sequence[Wire], operations: list[Operation]) -> None:
    """Let all read the same at the very same moment: a mix-up takes two requests that wait side by side.

    The wires are the users' in turns. Each has several, so that there is no worker that has those of one of them only.
    """
    with ThreadPoolExecutor(len(wires)) as pool:
        for operation in operations:
            try:
                requests = [
                    recipes.request(operation, actor, recipes.arguments(operation, actor)) for recipes, actor in users
                ]
            except NoRecipe:
                continue
            start = Barrier(len(wires))
            asked = [
                pool.submit(ask, wire, operation, requests[number % len(users)], start)
                for number, wire in enumerate(wires)
            ]
            for each in asked:
                each.result()


def ask(wire: Wire, operation: Operation, request: Request, start: Barrier) -> None:
    for _ in range(MEETINGS):
        start.wait(BARRIER_SECONDS)
        wire.call(operation, request)


@pytest.fixture(scope="module")
def outside(grounds: Grounds) -> dict[str, Double]:
    """Doubles of what is outside of the server."""
    return {name: each for name, each in grounds.parts.items() if isinstance(each, Double)}


@pytest.fixture(scope="module")
def parts(
    server: Server, ledger: Ledger, mask: Mask, actors: Actors, outside: dict[str, Double]
) -> Iterator[tuple[Part, Part]]:
    """Let two users do all that they can at once, each with more than one connection."""
    operations = owned(actors, ledger)
    if not operations:
        pytest.skip(NOTHING)
    for double in outside.values():
        double.received.clear()
    first = actors.make()
    parts = Part(first, "canary-of-one-"), Part(actors.make(first), "canary-of-two-")
    hands, wires = [], []
    for number in range(max(HANDS, READERS)):
        for part in parts:
            wire = MarkingWire(DOCUMENT, server.base_url, ledger, mask)
            wires.append(wire)
            recipes = Recipes(wire, Actors(wire))
            wire.word, wire.exchanges = f"{part.word}{number}-", part.exchanges
            if number >= HANDS:
                continue
            # Each hand begins elsewhere, so that different operations meet.
            turned = [*operations[number:], *operations[:number]]
            hands.append((recipes, part.actor, turned))
    with ThreadPoolExecutor(len(hands)) as pool:
        done = [pool.submit(hammer, recipes, actor, turned) for recipes, actor, turned in hands]
    for each in done:
        each.result()
    users = [(recipes, actor) for recipes, actor, _ in hands[: len(parts)]]
    meet(users, wires, [each for each in operations if each.is_safe])
    yield parts
    for wire in wires:
        wire.close()


def sure(exchange: Exchange) -> bool:
    """Whether a right request for it is sure to succeed."""
    operation = exchange.operation
    is_of_user = operation.is_secured and bool(operation.owners or operation.is_caller_owned)
    return is_of_user and not may_find_nothing(operation)


def shown(exchange: Exchange) -> str:
    return exchange.content.decode(errors="replace") + "\n" + "\n".join(exchange.headers.values())


@each_operation(lambda operation: operation.is_secured and (bool(operation.owners) or operation.is_caller_owned))
def test_nothing_of_the_others_shows(
    parts: tuple[Part, Part], actors: Actors, mask: Mask, operation: Operation
) -> None:
    if any(operation in actors.ending(kind) for kind in ENDS):
        pytest.skip(NOTHING)  # of what ends its caller, there is one answer
    if not any(each.operation is operation for part in parts for each in part.exchanges):
        pytest.skip("there is no recipe for it")
    for part, other in (parts, parts[::-1]):
        secrets = other.secrets - part.secrets
        for exchange in part.exchanges:
            if exchange.operation is operation and any(secret in shown(exchange) for secret in secrets):
                told = exchange.told(
                    "two users were at it at once, and one was shown what is the other's", exchange.status
                )
                pytest.fail(mask(told), pytrace=False)


def is_everywhere(name: str, value: str, exchanges: list[Exchange]) -> bool:
    """Whether a header has this value in every answer that has it."""
    return {each.headers[name] for each in exchanges if name in each.headers} == {value}


def test_each_answer_is_its_own(parts: tuple[Part, Part], mask: Mask) -> None:
    """What the server makes anew for each answer, such as its request id, is never the same for two."""
    seen: dict[tuple[str, str], Exchange] = {}
    exchanges = [each for part in parts for each in part.exchanges]
    for exchange in exchanges:
        response = exchange.operation.response(exchange.status)
        declared = response.get("headers", {}) if response else {}
        for name, header in declared.items():
            value = exchange.headers.get(name.lower(), "")
            if not header.get("x-set-by-server") or len(value) < _SHORTEST:
                continue  # such as a number of what is left
            if seen.setdefault((name.lower(), value), exchange) is not exchange and names_answer(exchange, header):
                told = exchange.told(f"{name} was in another answer already", exchange.status)
                pytest.fail(mask(told), pytrace=False)


def names_answer(exchange: Exchange, header: dict[str, Any]) -> bool:
    """Whether a header says which answer it is, as the bodies of errors do; others may say what server it is."""
    errors = [response for status, response in exchange.operation.responses.items() if status[0] in "45d"]
    media = [each for response in errors for each in response.get("content", {}).values()]
    known = [item for each in media for item in properties(DOCUMENT, each.get("schema", {})).values()]
    return bare(header.get("schema")) in [bare(item) for item in known]


def bare(schema: Any) -> Any:
    """A schema without what is for people."""
    resolved = DOCUMENT.resolved(schema)
    is_told = isinstance(resolved, dict)
    return {key: item for key, item in resolved.items() if key not in _FOR_PEOPLE} if is_told else resolved


def test_outside_hears_of_one_user_at_a_time(parts: tuple[Part, Part], outside: dict[str, Double], mask: Mask) -> None:
    """What the server asks of others for one user, such as an answer, has nothing of another user's in it."""
    first, second = parts[0].secrets - parts[1].secrets, parts[1].secrets - parts[0].secrets
    for name, double in outside.items():
        for heard in list(double.received):
            text = "\n".join([heard.path, heard.content.decode(errors="replace"), *heard.headers.values()])
            both = [next((secret for secret in each if secret in text), None) for each in (first, second)]
            if None not in both:
                told = f"{name} was sent what is one user's and what is another's in one request: {heard.method}"
                pytest.fail(mask(f"{told} {heard.path}: {shortened(text)}"), pytrace=False)


def test_both_were_served(parts: tuple[Part, Part]) -> None:
    """The control: both got successes, and many, unless the specs do not say how to get any."""
    if not any(sure(each) for part in parts for each in part.exchanges):
        pytest.skip("no operation on what is one user's own has a recipe and is sure to find something")
    for part in parts:
        served = [each for each in part.exchanges if each.status < 400]
        assert len(served) >= ROUNDS * HANDS, f"{part.actor} got but {len(served)} successes"


def test_nothing_was_lost(parts: tuple[Part, Part], mask: Mask) -> None:
    """Nobody was refused or failed only because somebody else was there, too."""
    failed = [each for part in parts for each in part.exchanges if each.status in (401, 403) or each.status >= 500]
    if failed:
        pytest.fail(
            mask(failed[0].told(f"{len(failed)} such answers while two users were at it", failed[0].status)),
            pytrace=False,
        )
