"""What becomes of every operation while something outside fails, in each of the ways in which it can."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Any, TypeVar

import httpx

from contract_tests.inputs.samples import sample, sample_body, sample_headers, sample_parameters
from contract_tests.outside.part import Part
from contract_tests.servers.grounds import Grounds
from contract_tests.spec.document import Operation
from contract_tests.statuses.stage import Stage
from contract_tests.traffic.credentials import credentials_for
from contract_tests.traffic.exchange import Exchange, Request
from contract_tests.traffic.ledger import Ledger
from contract_tests.traffic.mask import Mask
from contract_tests.traffic.wire import TIMEOUT_SECONDS, Wire
from contract_tests.users.actors import Actor
from contract_tests.users.recipes import NoRecipe, Recipes

Outcome = TypeVar("Outcome")

RECOVERY_SECONDS = 30
_AGAIN_SECONDS = 0.2
_TELLING_MODES = ("refuse", "hang", "fail")
_LONGEST_PAUSE = 2
_SUBJECT = "contract-outage"


@dataclass(frozen=True)
class Answer:
    """What came while something failed in a way: an exchange, or the reason why there is none."""

    mode: str
    exchange: Exchange | None
    fault: str = ""


@dataclass
class Outage:
    """What was seen while one thing outside failed, and after it had healed."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    others: dict[str, list[Answer]] = field(default_factory=dict)
    """What operations that do not need it answered meanwhile."""
    afterwards: dict[str, Answer] = field(default_factory=dict)
    unsent: dict[str, str] = field(default_factory=dict)
    senders: dict[str, Actor] = field(default_factory=dict)
    """Who sent the requests, as far as they are known to the server."""


class Outages:
    """Lets everything outside fail: when it is asked about first, or before, when it is told to."""

    def __init__(
        self, grounds: Grounds, recipes: Recipes, ledger: Ledger, mask: Mask, given_up: Event | None = None
    ) -> None:
        self.recipes = recipes
        self._grounds = grounds
        self._ledger = ledger
        self._mask = mask
        self._given_up = given_up or Event()
        self._seen: dict[str, Callable[[], Outage]] = {}

    def of(self, need: str) -> Outage:
        """Raises NotProvable, saying what server.toml lacks."""
        self._grounds.part(need)
        if need not in self._seen:
            self.let_all_fail()
        return self._seen[need]()

    def let_all_fail(self) -> None:
        """One after another; what a server of its own feels meanwhile, as most of it is waiting."""
        needed = {need for each in self.recipes.wire.document.operations.values() for need in each.needs}
        parts = [part for name, part in self._grounds.parts.items() if name in needed and part.modes]
        # Before anything fails: what is cold may be asked when the first user comes, and is remembered from then on.
        ready = {part.name: _kept(self._prepared, part) for part in parts if not part.is_cold}
        with ThreadPoolExecutor() as pool:
            for part in parts:
                if part.is_cold:
                    self._seen[part.name] = pool.submit(self._cold, part).result
            for part in parts:
                if not part.is_cold:
                    self._seen[part.name] = _kept(self._warm, part, ready[part.name])

    def _prepared(self, part: Part) -> tuple[Outage, dict[str, Request]]:
        """Right requests to what needs it, and to what is safe, which is asked once."""
        outage, stage, requests = Outage(), Stage(self.recipes), dict[str, Request]()
        for operation in self.recipes.wire.document.operations.values():
            try:
                if part.name in operation.needs or operation.is_safe:
                    requests[operation.id] = stage.request(operation)
                    outage.senders[operation.id] = stage.actor(operation)
            except NoRecipe as reason:
                outage.unsent[operation.id] = str(reason)
        operations = self.recipes.wire.document.operations
        _ask_all(
            self.recipes.wire, {each: request for each, request in requests.items() if operations[each].is_safe}, ""
        )
        return outage, requests

    def _warm(self, part: Part, ready: Callable[[], tuple[Outage, dict[str, Request]]]) -> Outage:
        """A part that is asked again and again: it fails under a server that has been well."""
        outage, requests = ready()
        try:
            for mode in part.modes:
                if self._given_up.is_set():
                    break
                part.fail(mode)
                _burst(self.recipes.wire, requests, part, mode, outage)
                part.heal()
                # So that the next failure meets a server that works, with connections that are open.
                if not self._recovers(self.recipes.wire, requests, part, outage):
                    break
        finally:
            part.heal()
        return outage

    def _cold(self, part: Part) -> Outage:
        """A part that is asked once: a server of its own starts while it fails."""
        outage = Outage()
        if self._given_up.is_set():
            return outage
        with ExitStack() as stack:
            stack.callback(part.heal)
            part.fail(part.modes[0])
            world = f"cold_{part.name}"
            server = stack.enter_context(self._grounds.server(world, is_ill=True))
            wire = Wire(self.recipes.wire.document, server.base_url, self._ledger, self._mask)
            stack.callback(wire.close)
            requests = dict(_strangers_requests(self.recipes, part))
            for mode in part.modes:
                if self._given_up.is_set():
                    break
                part.fail(mode)
                _burst(wire, requests, part, mode, outage)
                self._given_up.wait(min(_LONGEST_PAUSE, _told_pause(outage)))
            part.heal()
            self._recovers(wire, requests, part, outage)
        return outage

    def _recovers(self, wire: Wire, requests: dict[str, Request], part: Part, outage: Outage) -> bool:
        """Repeat what is safe, all at once, until all of it is answered again or the time is over."""
        deadline = monotonic() + RECOVERY_SECONDS
        operations = wire.document.operations
        left = {each: request for each, request in requests.items() if _is_asked_again(operations[each], part)}
        while left:
            for operation_id, answer in _ask_all(wire, left, "heal").items():
                outage.afterwards[operation_id] = answer
                if answer.exchange is not None and answer.exchange.status < 500:
                    del left[operation_id]
            if left and (monotonic() > deadline or self._given_up.wait(_AGAIN_SECONDS)):
                return False
        return True


def _kept(work: Callable[..., Outcome], *arguments: Any) -> Callable[[], Outcome]:
    """Do the work now, and return what gives its outcome."""
    done: Future[Outcome] = Future()
    try:
        done.set_result(work(*arguments))
    except Exception as error:  # noqa: BLE001 - whoever asks for the outcome gets it
        done.set_exception(error)
    return done.result


def _told_pause(outage: Outage) -> float:
    """How long the server wants to be left alone: until then it may repeat what it knows."""
    last = [answers[-1].exchange for answers in outage.answers.values()]
    told = [each.headers.get("retry-after", "") for each in last if each is not None]
    return max((float(each) for each in told if each.isdecimal()), default=0)


def _strangers_requests(recipes: Recipes, part: Part) -> Iterator[tuple[str, Request]]:
    """Requests of somebody whom nobody but the part vouches for; what they are about is made up."""
    for operation in recipes.wire.document.operations.values():
        token = part.identify(_SUBJECT) or recipes.actors.make().token
        recipes.wire.mask.hide(token)
        path = {
            each["name"]: _SUBJECT if each.get("x-owner") is True else str(sample(operation.document, each["schema"]))
            for each in operation.parameters
            if each["in"] == "path"
        }
        if part.name in operation.needs:
            carried = credentials_for(operation, token)
            media_type = next(iter(operation.bodies), None)
            yield (
                operation.id,
                Request(
                    path,
                    {**sample_parameters(operation, "query"), **carried.query},
                    {**sample_headers(operation), **carried.headers},
                    sample_body(operation, media_type) if media_type else None,
                    media_type,
                ),
            )


def _burst(wire: Wire, requests: dict[str, Request], part: Part, mode: str, outage: Outage) -> None:
    """Send everything at once: while it fails, each request may take as long as the server waits for it."""
    document = wire.document
    sent = {
        operation_id: request
        for operation_id, request in requests.items()
        if part.name in document.operations[operation_id].needs or mode in _TELLING_MODES
    }
    for operation_id, answer in _ask_all(wire, sent, mode).items():
        needy = part.name in document.operations[operation_id].needs
        (outage.answers if needy else outage.others).setdefault(operation_id, []).append(answer)


def _ask_all(wire: Wire, requests: dict[str, Request], mode: str) -> dict[str, Answer]:
    operations = wire.document.operations
    with ThreadPoolExecutor(max(1, len(requests))) as pool:
        answers = pool.map(lambda item: _ask(wire, operations[item[0]], item[1], mode), requests.items())
        return dict(zip(requests, answers, strict=True))


def _ask(wire: Wire, operation: Operation, request: Request, mode: str) -> Answer:
    try:
        return Answer(mode, wire.call(operation, request))
    except httpx.TimeoutException:
        return Answer(mode, None, f"no answer within {TIMEOUT_SECONDS} s")
    except httpx.TransportError as error:
        return Answer(mode, None, f"the connection broke: {type(error).__name__}")


def _is_asked_again(operation: Operation, part: Part) -> bool:
    return part.name in operation.needs and operation.is_safe
