"""Attacks on operations: sent, and held against what whoever sends no credential gets."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import httpx

from contract_tests.auth.attacks import REFUSED, Attack, Target
from contract_tests.auth.brokenness import Broken, broken_requests
from contract_tests.auth.forgery import Forge, read_token
from contract_tests.auth.trap import Trap
from contract_tests.spec.document import Operation
from contract_tests.traffic.credentials import alternatives_of, credentials_for, held, takes_bearer
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.judge import find_faults
from contract_tests.traffic.twins import differences
from contract_tests.users.actors import Actor
from contract_tests.users.recipes import NoRecipe, Recipes
from contract_tests.users.sights import Sight

_PROBLEM = "application/problem+json"


def _promised(operation: Operation) -> list[str | None]:
    """What a 401 may be; nothing if that is not told."""
    status = operation.key_of(REFUSED[0])
    return operation.media_types(status) if status else []


@dataclass(frozen=True)
class Ground:
    """Where the attacks on one operation take place."""

    operation: Operation
    target: Target
    path: dict[str, str]
    refusal: Exchange
    """What whoever sends no credential gets; its request is what all others are made of."""
    again: Exchange
    """The same once more, if it is a refusal: what differs is new in each answer."""
    sight: Sight


class Matrix:
    """Operations against attacks. Each operation has a victim of its own."""

    def __init__(self, recipes: Recipes, other: Actor, trap: Trap, ended: tuple[tuple[str, Actor], ...]) -> None:
        self._recipes = recipes
        self._wire = recipes.wire
        self._other = other
        self._trap = trap
        self._ended = ended
        self._grounds: dict[str, Ground] = {}

    def ground(self, operation: Operation, forge: Forge | None = None) -> Ground:
        if operation.id not in self._grounds:
            self._grounds[operation.id] = self._prepared(operation)
        ground = self._grounds[operation.id]
        return replace(ground, target=replace(ground.target, forge=forge))

    def faults(self, ground: Ground, attacks: Iterable[Attack]) -> list[str]:
        """Send attacks; report each that was not refused as it has to be. Nothing that is reported shows a secret."""
        if self._recipes.actors.are_fixed:
            ground.sight.renew()  # the victim is that of other operations, too
        reports = [report for attack in attacks for report in self._faults_of(ground, attack)]
        late = self._trap.take()
        if late:
            reports.append(f"{ground.operation}: after these, the server asked an address in a token for {late[0]}")
        changes = ground.sight.changes()
        if changes:
            fault = f"one of these was refused, and done all the same: see {', '.join(changes)}"
            shown = ground.refusal.told(fault, 401)
            reports.append(self._wire.mask(shown))
            ground.sight.renew()
        return reports

    def faults_of_broken(self, ground: Ground) -> list[str]:
        """Send what is wrong in another way, too, with no credential."""
        reports = []
        for broken in broken_requests(ground.operation, self._other):
            try:
                exchange = self._send_broken(ground, broken)
            except httpx.HTTPError:
                continue  # the server may close at a body that it does not read
            if exchange.status != REFUSED[0]:
                fault = f"sent by nobody, with {broken.name}: that nobody sent it comes first"
                reports.append(self._wire.mask(exchange.told(fault, 401)))
        if ground.operation.method == "GET":
            exchange = self._wire.send(ground.operation, ground.path, (), method="HEAD")
            if exchange.status not in (*REFUSED, 404, 405, 501):
                reports.append(self._wire.mask(exchange.told("HEAD is answered for nobody", 401)))
        return reports

    def breakages(self, ground: Ground, oddities: Iterable[Attack]) -> list[str]:
        """Send what may be taken or refused, to what changes nothing; report what became of it otherwise."""
        good = self._recipes.call(ground.operation, ground.target.victim, ground.path)
        reports = []
        for oddity in oddities:
            try:
                exchange = self.send(ground, oddity)
            except httpx.HTTPError as error:
                reports.append(f"{ground.operation}: sent with {oddity.name}, no answer came: {type(error).__name__}")
                continue
            fault: str | None = f"it was to be taken, with {good.status}, or refused, with 401"
            if exchange.status == REFUSED[0]:
                fault = self._fault_of_answer(ground, oddity, exchange)
            if exchange.status != good.status and fault:
                self._hide(oddity, exchange)
                reports.append(self._wire.mask(exchange.told(f"sent with {oddity.name}: {fault}", 401)))
        return reports

    def send(self, ground: Ground, attack: Attack) -> Exchange:
        """Send what would be right if it came from the victim."""
        asked = ground.refusal
        own = {each["name"].lower() for each in ground.operation.parameters if each["in"] == "header"}
        kept = [(name, value) for name, value in asked.request_headers.items() if name in own]
        media_type = attack.media_type or asked.request_headers.get("content-type")
        if media_type:
            kept.append(("Content-Type", media_type))
        path = ground.path
        if attack.user_id is not None:
            path = path | dict.fromkeys(ground.operation.owners, attack.user_id)
        query = "&".join(filter(None, (urlsplit(asked.url).query, attack.query)))
        content = attack.content or asked.request_content
        return self._wire.send(ground.operation, path, [*kept, *attack.fields], query=query, content=content)

    def _send_broken(self, ground: Ground, broken: Broken) -> Exchange:
        asked = ground.refusal
        media_type = broken.media_type or asked.request_headers.get("content-type")
        fields = [*broken.fields, *([("Content-Type", media_type)] if media_type else [])]
        query = urlsplit(asked.url).query if broken.query is None else broken.query
        content = asked.request_content if broken.content is None else broken.content
        return self._wire.send(ground.operation, ground.path | broken.path, fields, query=query, content=content)

    def fault_of_refusal(self, exchange: Exchange) -> str | None:
        """Whether a 401 is what a 401 has to be."""
        operation, scheme = exchange.operation, exchange.headers.get("www-authenticate", "")
        prefixes = {slot.prefix.strip().lower() for slots in alternatives_of(operation) for slot in slots}
        if not scheme and prefixes != {""}:  # a key has no scheme that could be named
            return "a 401 has to say in WWW-Authenticate how to authenticate"
        if "" not in prefixes and scheme.partition(" ")[0].strip(",").lower() not in prefixes:
            return f"WWW-Authenticate names {scheme.partition(' ')[0]}, and the specs {', '.join(sorted(prefixes))}"
        if _PROBLEM in _promised(operation) and exchange.media_type != _PROBLEM:
            return "a 401 has to be a problem document"
        return next(iter(find_faults(exchange)), None)

    def _prepared(self, operation: Operation) -> Ground:
        actors = self._recipes.actors
        victim = actors.make(self._other)
        try:
            path = self._recipes.arguments(operation, victim)
        except NoRecipe:  # the thing need not be there for a 401
            path = dict.fromkeys(operation.resources, "no-such-id") | dict.fromkeys(operation.owners, victim.user_id)
        refusal = self._recipes.call(operation, None, path)
        again = self._recipes.call(operation, None, path) if operation.is_secured else refusal
        token = read_token(victim.token) if takes_bearer(operation) else None
        carrying = credentials_for(operation, victim.token)
        others = tuple(held(slots, victim.token) for slots in alternatives_of(operation)[1:])
        target = Target(victim, self._other, carrying, token, None, others, self._ended, trap_url=self._trap.url)
        return Ground(operation, target, path, refusal, again, Sight(self._recipes, victim, path))

    def _faults_of(self, ground: Ground, attack: Attack) -> list[str]:
        try:
            exchange = self.send(ground, attack)
        except httpx.HTTPError as error:
            if attack.statuses != REFUSED:
                return []  # closing the connection is a way to say that a head is too large
            return [f"{ground.operation}: sent with {attack.name}, no answer came: {type(error).__name__}"]
        fault = self._fault_of_answer(ground, attack, exchange)
        asked = self._trap.take()
        if fault is None and asked:
            fault = f"the server asked an address that stood in the token for {asked[0]}"
        if fault is None:
            return []
        self._hide(attack, exchange)
        return [self._wire.mask(exchange.told(f"sent with {attack.name}: {fault}", 401))]

    def _hide(self, attack: Attack, exchange: Exchange) -> None:
        """Keep what was sent from every report."""
        for _, value in attack.fields:
            text = value if isinstance(value, str) else value.decode("latin-1")
            secret = text.partition(" ")[2] or text
            if secret not in exchange.url.partition("?")[0]:  # such as the user's id, without which it is not repeated
                self._wire.mask.hide(secret)

    def _fault_of_answer(self, ground: Ground, attack: Attack, exchange: Exchange) -> str | None:
        if not ground.operation.is_secured and exchange.status == ground.refusal.status:
            return None  # nobody may call it, too
        if exchange.status not in attack.statuses:
            return f"{' or '.join(map(str, attack.statuses))} was to come"
        if attack.statuses != REFUSED and exchange.status != REFUSED[0]:
            return None
        told_apart = differences(ground.refusal, exchange, ground.again) if ground.operation.is_secured else []
        if told_apart:
            told_apart = differences(ground.refusal, exchange, ground.again, other_again=self.send(ground, attack))
        if told_apart:
            return f"unlike the answer to no credential: {'; '.join(told_apart)}"
        return self.fault_of_refusal(exchange)
