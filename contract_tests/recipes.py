"""How an operation is made to succeed, worked out from the spec: whose path, which links, what body."""

from dataclasses import dataclass
from typing import Any

from contract_tests.actors import Actor, Actors
from contract_tests.document import Link, Operation
from contract_tests.exchange import Exchange, Request
from contract_tests.expressions import Absent, evaluate
from contract_tests.ledger import Promise
from contract_tests.samples import sample_body, sample_parameters
from contract_tests.wire import Wire


class NoRecipe(Exception):
    """The spec does not say how to come by what an operation needs."""


@dataclass(frozen=True)
class _Source:
    operation: Operation
    link: Link


class Recipes:
    """Makes requests that ought to succeed, and what they need before."""

    def __init__(self, wire: Wire, actors: Actors) -> None:
        self.wire = wire
        self.actors = actors

    def arguments(self, operation: Operation, actor: Actor, beneath: tuple[str, ...] = ()) -> dict[str, str]:
        """Path parameters for an actor: their id where the owner stands, and things made for it by links."""
        found = dict.fromkeys(operation.owners, actor.user_id)
        missing = [name for name in operation.resources if name not in found]
        if not missing:
            return found
        tried = []
        for source in self._sources(operation, missing):
            if source.operation.id in beneath:
                continue
            try:
                return found | self._follow(source, missing, actor, (*beneath, operation.id))
            except NoRecipe as reason:
                tried.append(str(reason))
        raise NoRecipe("\n".join([f"{operation.place}: no link led to {', '.join(missing)}", *tried]))

    def perform(self, operation: Operation, actor: Actor, media_type: str | None = None) -> Exchange:
        """Call the operation so that it ought to succeed."""
        return self.call(operation, actor, self.arguments(operation, actor), media_type)

    def fulfil(self, promise: Promise, actor: Actor) -> Exchange:
        """Do what ought to give a declared success."""
        operation = promise.operation
        path = self.arguments(operation, actor)
        exchange = self.call(operation, actor, path)
        if promise.status == "304" and "etag" in exchange.headers:
            exchange = self.call(operation, actor, path, headers={"If-None-Match": exchange.headers["etag"]})
        return exchange

    def call(
        self,
        operation: Operation,
        actor: Actor | None,
        path: dict[str, str],
        media_type: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Exchange:
        """Call the operation with these path parameters and whatever else it needs to be valid."""
        if media_type is None and operation.bodies:
            media_type = next(iter(operation.bodies))
        credentials = self.actors.headers(operation, actor) if actor else {}
        request = Request(
            path,
            sample_parameters(operation, "query"),
            {**sample_parameters(operation, "header"), **credentials, **(headers or {})},
            self._body(operation, actor, media_type) if media_type else None,
            media_type,
        )
        return self.wire.call(operation, request)

    def _body(self, operation: Operation, actor: Actor | None, media_type: str) -> Any:
        """What a link to the operation says to send, or a sample."""
        for source in self._sources(operation, []):
            if source.link.body is not None and actor is not None:
                try:
                    return evaluate(source.link.body, self.perform(source.operation, actor))
                except (Absent, NoRecipe):
                    continue
        return sample_body(operation, media_type)

    def _sources(self, operation: Operation, needed: list[str]) -> list[_Source]:
        """Links that lead to an operation with all it needs, those of operations that make things first."""
        sources = [
            _Source(each, link)
            for each in operation.document.operations.values()
            for link in each.links
            if link.target == operation.id and set(needed) <= set(_names(link))
        ]
        return sorted(sources, key=lambda source: (source.link.status != "201", len(source.operation.resources)))

    def _follow(self, source: _Source, names: list[str], actor: Actor, beneath: tuple[str, ...]) -> dict[str, str]:
        path = self.arguments(source.operation, actor, beneath)
        expressions = _names(source.link)
        wanted = {name: expressions[name] for name in names}
        exchange = self.call(source.operation, actor, path)
        try:
            return {name: str(value) for name, value in evaluate(wanted, exchange).items()}
        except Absent:
            # A list may lack what logging in once more puts into it.
            self.actors.log_in_again(actor)
            exchange = self.call(source.operation, actor, path)
        try:
            return {name: str(value) for name, value in evaluate(wanted, exchange).items()}
        except Absent as absent:
            report = exchange.told(f"nothing stands at {absent}", source.link.status)
            raise NoRecipe(self.wire.mask(report)) from None


def _names(link: Link) -> dict[str, Any]:
    """A link's parameters by their bare names: `path.id` is `id`."""
    return {name.removeprefix("path."): expression for name, expression in link.parameters.items()}
