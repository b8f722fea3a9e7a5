"""Tokens that were good until something ended them, as the actors file says what does."""

from dataclasses import dataclass

from contract_tests.outside.part import NotProvable
from contract_tests.spec.document import Operation
from contract_tests.traffic.exchange import Exchange, Request
from contract_tests.users.actors import Actor, Actors
from contract_tests.users.cast import find_probe
from contract_tests.users.recipes import Recipes


@dataclass(frozen=True)
class Ending:
    """What became of a user with two tokens when an operation was called with the first one."""

    operation: Operation
    exchange: Exchange
    dead: tuple[Actor, ...]
    alive: tuple[Actor, ...]
    at_once: tuple[Exchange, ...] = ()
    """What the dead were answered right after."""


class Endings:
    """Brings about each ending once, on users of its own."""

    def __init__(self, recipes: Recipes) -> None:
        self._recipes = recipes
        self._actors: Actors = recipes.actors
        self._probe = find_probe(recipes.wire.document)
        self._brought: dict[tuple[str, str], Ending] = {}

    def all(self) -> list[Ending]:
        """Every ending that is declared. NotProvable says why there is none."""
        kinds = ("token", "other_token", "user")
        declared = [(kind, operation) for kind in kinds for operation in self._actors.ending(kind)]
        if not declared:
            raise NotProvable(f"{self._actors.file.file} has no [ends] that names operations")
        if self._actors.are_fixed:
            raise NotProvable(f"{self._actors.file.place('users')}: users who stay cannot be ended")
        return [self.bring(kind, operation) for kind, operation in declared]

    def bring(self, kind: str, operation: Operation) -> Ending:
        key = (kind, operation.id)
        if key not in self._brought:
            self._brought[key] = self._bring(kind, operation)
        return self._brought[key]

    def bring_again(self, kind: str, operation: Operation) -> Ending:
        """Bring an ending about on other users than before."""
        self._brought.pop((kind, operation.id), None)
        return self.bring(kind, operation)

    def call(self, operation: Operation, actor: Actor, path: dict[str, str]) -> Exchange:
        return self._recipes.call(operation, actor, path)

    def accepts(self, actor: Actor) -> Exchange:
        """Ask something harmless with a token."""
        if self._probe is None:
            raise NotProvable("the specs have no secured GET that takes no input, to ask whether a token is good")
        path = dict.fromkeys(self._probe.owners, actor.user_id)
        headers, query = self._actors.headers(self._probe, actor), self._actors.query(self._probe, actor)
        return self._recipes.wire.call(self._probe, Request(path=path, headers=headers, query=query))

    def _bring(self, kind: str, operation: Operation) -> Ending:
        wire, first = self._recipes.wire, self._actors.make()
        second = self._actors.log_in_again(first)
        if kind == "other_token" and second is first:
            raise NotProvable(f"{self._actors.file.place('ends', kind)}: nobody can have two tokens without a [log_in]")
        exchange = self._recipes.perform(operation, first)
        if exchange.status not in range(200, 300):
            wire.fail(exchange, f"it was to end a {kind.replace('_', ' ')}", exchange.status)
        others = () if second is first else (second,)
        dead, alive = {
            "token": ((first,), others),
            "other_token": (others, (first,)),
            "user": ((first, *others), ()),
        }[kind]
        return Ending(operation, exchange, dead, alive, tuple(self.accepts(each) for each in dead))
