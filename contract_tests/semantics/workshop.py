"""Where things are made, looked at and changed, each by one user, as links and paths tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Unpack

import pytest

from contract_tests.semantics.likeness import changes, shown
from contract_tests.spec.document import Document, Operation
from contract_tests.spec.relations import Item, expressions
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.expressions import Absent, evaluate
from contract_tests.users.actors import Actor
from contract_tests.users.recipes import SAMPLE, NoRecipe, NoWay, Options, Recipes


@dataclass(frozen=True)
class Thing:
    """One thing of a kind: what names it in paths, and the answer that told of its making."""

    item: Item
    path: dict[str, str]
    made: Exchange | None = field(default=None, repr=False)

    @property
    def name(self) -> str | None:
        return self.path.get(self.item.parameter or "")


class Workshop:
    """Things of one user."""

    def __init__(self, recipes: Recipes, actor: Actor) -> None:
        self.recipes = recipes
        self.wire = recipes.wire
        self.actor = actor

    @property
    def document(self) -> Document:
        return self.wire.document

    def call(self, operation: Operation, path: dict[str, str], **options: Unpack[Options]) -> Exchange:
        """Call an operation, with as much of the path as it has use for."""
        return self.recipes.call(operation, self.actor, _own(operation, path), **options)

    def succeed(self, operation: Operation, path: dict[str, str], **options: Unpack[Options]) -> Exchange:
        """Call an operation, and fail if it does not do what is asked."""
        exchange = self.recipes.call_anew(operation, self.actor, _own(operation, path), **options)
        if exchange.status not in range(200, 300):
            self.wire.fail(exchange, "the request is right, and was refused", exchange.status)
        return exchange

    def make(self, item: Item, body: Any = SAMPLE, beside: Thing | None = None) -> Thing:
        """Make a thing, in the same place as another one if that is told."""
        if item.made_by is None:
            operation = item.read or item.deleted_by or next(iter(item.changers))
            return Thing(item, self._arguments(operation))
        operation, link = item.made_by
        if beside is None:
            above = self._arguments(operation)
        else:
            names = [*operation.owners, *operation.resources]
            above = {name: beside.path[name] for name in names} | self.recipes.choose(operation)
        exchange = self.succeed(operation, above, body=body)
        try:
            named = {name: evaluate(told, exchange) for name, told in expressions(link).items()}
        except Absent as absent:
            self.wire.fail(exchange, f"a link needs what stands at {absent}", exchange.status)
        return Thing(item, {**above, **{name: str(value) for name, value in named.items()}}, exchange)

    def read(self, thing: Thing) -> Exchange:
        """Look at a thing that has to be there."""
        assert thing.item.read is not None
        return self.succeed(thing.item.read, thing.path)

    def shown(self, thing: Thing) -> Any:
        return self.read(thing).body

    @contextmanager
    def nothing_else_changes(self, *others: Thing) -> Iterator[None]:
        """Fail if any of these other things is not afterwards what it was before."""
        before = [self.read(each) for each in others]
        yield
        for thing, old in zip(others, before, strict=True):
            new = self.call(old.operation, thing.path)
            if new.status != old.status:
                self.wire.fail(new, f"what was done to another thing was done to this one ({old.status} before)")
            differing = changes(old.body, new.body)
            if differing:
                self.wire.fail(new, f"what was done to another thing changed {shown(differing)} of this one")
            if new.headers.get("etag") != old.headers.get("etag"):
                self.wire.fail(new, "what was done to another thing changed the ETag of this one")

    def _arguments(self, operation: Operation) -> dict[str, str]:
        try:
            return self.recipes.arguments(operation, self.actor)
        except NoWay:
            raise
        except NoRecipe as reason:
            pytest.fail(self.wire.mask(str(reason)), pytrace=False)


def _own(operation: Operation, path: dict[str, str]) -> dict[str, str]:
    names = {*operation.resources, *operation.owners}
    return {name: value for name, value in path.items() if name in names}
