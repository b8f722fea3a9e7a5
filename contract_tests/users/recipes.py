"""How an operation is made to succeed, worked out from the spec: whose path, which links, what body."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from contract_tests.inputs.bodies import Bodies, varied
from contract_tests.inputs.samples import sample_body, sample_headers, sample_parameters, unheard_of
from contract_tests.outside.part import NotProvable
from contract_tests.spec.document import Operation
from contract_tests.spec.links import Link
from contract_tests.spec.relations import expressions, puts_new, puts_there
from contract_tests.spec.schemas import is_json
from contract_tests.spec.ways import implied_links, told_value
from contract_tests.traffic.exchange import Exchange, Request
from contract_tests.traffic.expressions import Absent, evaluate
from contract_tests.traffic.ledger import Promise
from contract_tests.traffic.wire import Wire
from contract_tests.users.actors import Actor, Actors
from contract_tests.users.references import left_open, parameter_for, referring, user_of

SAMPLE: Any = object()
_TRIES = 3
# Operations whose bodies are being made, lest two that name each other go round for ever.
_REFERRING: ContextVar[tuple[str, ...]] = ContextVar("referring", default=())


class Options(TypedDict, total=False):
    """What may be told of a request; what is not is worked out. The body is then a sample, in its first media type."""

    media_type: str | None
    headers: dict[str, str]
    query: dict[str, str]
    body: Any


class NoRecipe(Exception):
    """The spec does not say how to come by what an operation needs."""


class NoWay(NoRecipe, NotProvable):
    """There is no link that leads to an operation, nor anything else: nobody could come by what it needs."""


@dataclass(frozen=True)
class _Source:
    operation: Operation
    link: Link


class Recipes:
    """Makes requests that ought to succeed, and what they need before."""

    def __init__(self, wire: Wire, actors: Actors) -> None:
        self.wire = wire
        self.actors = actors
        self._varied = 0

    def arguments(self, operation: Operation, actor: Actor, beneath: tuple[str, ...] = ()) -> dict[str, str]:
        """Path parameters for an actor: their id where the owner stands, and things made for it by links."""
        found = dict.fromkeys(operation.owners, actor.user_id) | self.choose(operation)
        missing = [name for name in operation.resources if name not in found]
        if not missing:
            self._put_there(operation, actor, found)
            return found
        tried, sources = [], self._sources(operation, missing)
        if not sources:
            return found | _told_values(operation, missing)
        for source in sources:
            if source.operation.id in beneath:
                continue
            try:
                return found | self._follow(source, missing, actor, (*beneath, operation.id))
            except NoRecipe as reason:
                tried.append(str(reason))
        raise NoRecipe("\n".join([f"{operation.place}: no link led to {', '.join(missing)}", *tried]))

    def _put_there(self, operation: Operation, actor: Actor, path: dict[str, str]) -> None:
        """See to it that there is what each user has but one of, once it was put there."""
        put = puts_there(operation)
        if put is not None and (not operation.is_safe or self.call(operation, actor, path).status >= 400):
            self.call(put, actor, path)

    def choose(self, operation: Operation) -> dict[str, str]:
        """An id that no thing has had yet, where an operation makes a thing at the path that its caller says."""
        if not puts_new(operation):
            return {}
        name = operation.resources[-1]
        schema = next(each.get("schema", {}) for each in operation.parameters if each["name"] == name)
        return {name: str(unheard_of(operation.document, schema))}

    def perform(self, operation: Operation, actor: Actor, media_type: str | None = None) -> Exchange:
        """Call the operation so that it ought to succeed."""
        return self.call(operation, actor, self.arguments(operation, actor), media_type=media_type)

    def fulfil(self, promise: Promise, actor: Actor) -> Exchange:
        """Do what ought to give a declared success."""
        operation = promise.operation
        path = self.arguments(operation, actor)
        exchange = self.call(operation, actor, path)
        if promise.status == "304" and "etag" in exchange.headers:
            exchange = self.call(operation, actor, path, headers={"If-None-Match": exchange.headers["etag"]})
        elif promise.status != str(exchange.status) and puts_new(operation):
            exchange = self.call(operation, actor, path)  # by now there is something to replace
        return exchange

    def call(
        self, operation: Operation, actor: Actor | None, path: dict[str, str], **options: Unpack[Options]
    ) -> Exchange:
        """Call the operation with these path parameters and whatever else it needs to be valid."""
        return self.wire.call(operation, self.request(operation, actor, path, **options))

    def call_anew(
        self, operation: Operation, actor: Actor, path: dict[str, str], **options: Unpack[Options]
    ) -> Exchange:
        """Call the operation, with other texts as long as the answer is the declared one that something is taken."""
        exchange = self.call(operation, actor, path, **options)
        for _ in range(_TRIES):
            if exchange.status != 409 or not operation.declares(409):
                break
            options["body"] = self.anew(operation, exchange.request_body)
            exchange = self.call(operation, actor, path, **options)
        return exchange

    def anew(self, operation: Operation, body: Any) -> Any:
        """The body with texts that were never sent before, where what is sent may be taken already."""
        media_type = next((name for name in operation.bodies if is_json(name)), None)
        if media_type is None or not isinstance(body, dict) or not operation.declares(409):
            return body
        self._varied += 1
        return varied(Bodies(operation, media_type), body, self._varied)

    def request(
        self, operation: Operation, actor: Actor | None, path: dict[str, str], **options: Unpack[Options]
    ) -> Request:
        """Make a request that is valid, with what is told in it; a body that is not told is a sample."""
        media_type = options.get("media_type") or next(iter(operation.bodies), None)
        body = options.get("body", SAMPLE)
        if body is SAMPLE:
            body = self._body(operation, actor, media_type) if media_type else None
        elif media_type:
            body = self._referring(operation, actor, media_type, body, made_up=False)
        own = self.actors.headers(operation, actor) if actor else {}
        asked = self.actors.query(operation, actor) if actor else {}
        return Request(
            path,
            {**sample_parameters(operation, "query"), **asked, **options.get("query", {})},
            {**sample_headers(operation), **own, **options.get("headers", {})},
            body,
            media_type,
        )

    def _body(self, operation: Operation, actor: Actor | None, media_type: str) -> Any:
        """What a link to the operation says to send, or a sample."""
        for source in self._sources(operation, []):
            if source.link.body is not None and actor is not None:
                try:
                    return evaluate(source.link.body, self.perform(source.operation, actor))
                except (Absent, NoRecipe):
                    continue
        return self._referring(operation, actor, media_type, sample_body(operation, media_type), made_up=True)

    def _referring(
        self, operation: Operation, actor: Actor | None, media_type: str, body: Any, *, made_up: bool
    ) -> Any:
        """The body with the id of a thing that is there wherever one has to be named and none is."""
        schema = operation.bodies[media_type].get("schema", {})
        if actor is None or not isinstance(body, dict) or operation.id in _REFERRING.get():
            return body
        for name in left_open(operation, schema, body, made_up=made_up):
            user = user_of(operation.document, name)
            token = _REFERRING.set((*_REFERRING.get(), operation.id))
            try:
                body = referring(operation, body, name, self.arguments(user, actor)[parameter_for(user, name)])
            except NoWay:
                continue  # whatever stands there will do
            finally:
                _REFERRING.reset(token)
        return body

    def _sources(self, operation: Operation, needed: list[str]) -> list[_Source]:
        """Links that lead to an operation with all it needs: of what makes things first, 201s before others."""
        sources = sources_of(operation, needed)
        return sorted(
            sources,
            key=lambda source: (
                source.operation.is_safe,
                source.link.status != "201",
                len(source.operation.resources),
            ),
        )

    def _follow(self, source: _Source, names: list[str], actor: Actor, beneath: tuple[str, ...]) -> dict[str, str]:
        path = self.arguments(source.operation, actor, beneath)
        told = expressions(source.link)
        wanted = {name: told[name] for name in names}
        exchange = self.call_anew(source.operation, actor, path)
        try:
            return {name: str(value) for name, value in evaluate(wanted, exchange).items()}
        except Absent:
            # A list may lack what logging in once more puts into it.
            self.actors.log_in_again(actor)
            exchange = self.call_anew(source.operation, actor, path)
        try:
            return {name: str(value) for name, value in evaluate(wanted, exchange).items()}
        except Absent as absent:
            report = exchange.told(f"nothing stands at {absent}", source.link.status)
            raise NoRecipe(self.wire.mask(report)) from None


def sources_of(operation: Operation, needed: list[str]) -> list[_Source]:
    """Links that lead to an operation with all it needs; if there is none, those that nobody wrote."""
    found = [
        _Source(each, link)
        for each in operation.document.operations.values()
        for link in each.links
        if link.target == operation.id and set(needed) <= set(expressions(link))
    ]
    return found or [_Source(*each) for each in implied_links(operation) if needed]


def lacking(operation: Operation, beneath: tuple[str, ...] = ()) -> str:
    """Why nobody could come by what an operation needs, whatever a server does; empty if there is a way."""
    needed = operation.resources[:-1] if puts_new(operation) else operation.resources
    if not needed or operation.id in beneath:
        return ""
    sources = sources_of(operation, needed)
    if sources:
        reasons = [lacking(each.operation, (*beneath, operation.id)) for each in sources]
        return "" if "" in reasons else reasons[0]
    try:
        _told_values(operation, needed)
    except NoWay as reason:
        return str(reason)
    return ""


def _told_values(operation: Operation, names: list[str]) -> dict[str, str]:
    found = {name: value for name in names if (value := told_value(operation, name)) is not None}
    missing = ", ".join("{" + name + "}" for name in names if name not in found)
    if missing:
        raise NoWay(f"{operation.place}: no link leads to {missing}, and it has no example that is everybody's")
    return found
