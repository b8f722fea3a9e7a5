"""Who sends the requests that schemathesis makes up: disposable users, their ids and tokens set together."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase, negated_parameters

from contract_tests.inputs.samples import new_key
from contract_tests.spec.document import Document, Operation
from contract_tests.traffic.credentials import Credentials, credentials_for
from contract_tests.traffic.exchange import Request
from contract_tests.users.actors import Actor
from contract_tests.users.recipes import NoRecipe, Recipes

# What stands for the token until a request is sent: cases are made long before that, and tokens end in between.
_TOKEN = "token-of-the-cast"
# One in so many made-up ids stays; the others go to a thing that is there.
_MADE_UP = 4


class Cast:
    """Two users at a time: one whose path is fuzzed, and one who tries what may be the end of a user."""

    def __init__(self, recipes: Recipes) -> None:
        self._recipes = recipes
        self._wire = recipes.wire
        self._actors = recipes.actors
        self._probe = find_probe(self._wire.document)
        self._living: dict[str, Actor] = {}
        self._owner = self._enter()
        self._caller = self._enter()
        self._sent: dict[str, tuple[Actor, str | None]] = {}
        self._things: dict[tuple[str, str], dict[str, str] | None] = {}
        self._lendings: Counter[str] = Counter()

    @contextmanager
    def playing(self, schema: Any) -> Iterator[None]:
        """Let the requests of a schemathesis schema be sent by the cast."""
        find = self._wire.document.find

        class Authentication:
            def get(self, case: Any, _context: Any) -> Credentials | None:
                carried = credentials_for(find(case.operation.method, case.operation.path), _TOKEN)
                return carried if carried != Credentials() else None

            def set(self, case: Any, data: Credentials, _context: Any) -> None:
                case.headers.update(data.headers)
                if data.query:
                    case.query.update(data.query)

        def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
            if case.operation.schema is schema:
                self._dress(case, find(case.operation.method, case.operation.path))

        def after_call(_context: Any, case: Any, response: Any) -> None:
            self._look_after(case, find(case.operation.method, case.operation.path), response.status_code)

        # No caching: the token is put in when a request is sent.
        schema.auth(refresh_interval=None)(Authentication)
        schema.hook(after_call)
        schemathesis.hook(before_call)  # there is no such hook for one schema
        try:
            yield
        finally:
            schemathesis.hooks.unregister(before_call)

    def _enter(self) -> Actor:
        actor = self._actors.make()
        # With a second session there is one that can be ended by itself.
        self._actors.log_in_again(actor)
        self._living[actor.user_id] = actor
        return actor

    def _dress(self, case: Any, operation: Operation) -> None:
        """Give a request its user: the token where one is sent, and the id wherever the owner stands."""
        path = case.path_parameters
        actor = self._living_caller() if operation.is_caller_owned else self._owner
        for name in operation.owners:
            # A link carries the id of whoever made the thing; if that one is gone, so is the thing.
            actor = self._living.get(str(path.get(name)), actor)
        fixed = {name for name, place in negated_parameters(case.meta) if place is ParameterLocation.PATH}
        for name in operation.owners:
            # Whatever else is wrong with a request is worth trying only on the sender's own path.
            if name not in fixed and path.get(name) != actor.user_id:
                path[name] = actor.user_id
        lent = self._lend(case, operation, actor, fixed)
        self._tell_apart(case, operation)
        stood_in, own = credentials_for(operation, _TOKEN), credentials_for(operation, actor.token)
        for sent, before, after in (
            (case.headers, stood_in.headers, own.headers),
            (case.query, stood_in.query, own.query),
        ):
            for name, value in before.items():
                if sent and name in sent and sent[name] == value:
                    sent[name] = after[name]
                    self._sent[case.id] = (actor, lent)

    def _tell_apart(self, case: Any, operation: Operation) -> None:
        """Give a request a key of its own, unless it is the key that is tried."""
        name, phase = operation.idempotency_key, case.meta.phase if case.meta else None
        tried = {each for each, place in negated_parameters(case.meta) if place is ParameterLocation.HEADER}
        tried |= {str(getattr(phase.data, "parameter", ""))} if phase is not None else set()
        if name is not None and case.headers and name in case.headers and name not in tried:
            case.headers[name] = new_key(operation)

    def _lend(self, case: Any, operation: Operation, actor: Actor, fixed: set[str]) -> str | None:
        """Put a thing that is there where an id is made up, so that more than 404 is tried."""
        phase = case.meta.phase if case.meta else None
        if phase is None or phase.name is TestPhase.STATEFUL:  # there, links give ids
            return None
        if phase.data.parameter_location is ParameterLocation.PATH:
            fixed = fixed | {phase.data.parameter}
        if not operation.resources or fixed & set(operation.resources):
            return None
        self._lendings[operation.id] += 1
        if self._lendings[operation.id] % _MADE_UP == 0:
            return None
        kind = operation.path[: operation.path.rindex("}")]
        thing = self._thing(kind, operation, actor)
        if thing is None:
            return None
        case.path_parameters.update({name: thing[name] for name in operation.resources})
        return kind

    def _thing(self, kind: str, operation: Operation, actor: Actor) -> dict[str, str] | None:
        key = (kind, actor.user_id)
        if key not in self._things:
            try:
                self._things[key] = self._recipes.arguments(operation, actor)
            except NoRecipe:
                self._things[key] = None
        return self._things[key]

    def _look_after(self, case: Any, operation: Operation, status: int) -> None:
        """Replace what the request may have been the end of: a thing, a session, a token, an account."""
        actor, lent = self._sent.pop(case.id, (None, None))
        if actor is None:
            return
        acted = status in range(200, 300) and not operation.is_safe
        if lent is not None and (status in (404, 410) or (acted and operation.method == "DELETE")):
            self._things.pop((lent, actor.user_id), None)
        ended = status == 401 or (acted and (operation.is_caller_owned or operation.method == "DELETE"))
        if ended and not self._lives(actor):
            self._living.pop(actor.user_id, None)
            if actor is self._owner:
                self._owner = self._enter()
            elif actor is self._caller:
                self._caller = self._enter()

    def _living_caller(self) -> Actor:
        """The caller, asked first: how the last one ended is not always seen, as when its answer was lost."""
        if not self._lives(self._caller):
            self._living.pop(self._caller.user_id, None)
            self._caller = self._enter()
        return self._caller

    def _lives(self, actor: Actor) -> bool:
        if self._probe is None:
            return False
        path = dict.fromkeys(self._probe.owners, actor.user_id)
        carried = credentials_for(self._probe, actor.token)
        request = Request(path=path, query=carried.query, headers=carried.headers)
        return self._wire.call(self._probe, request).status != 401


def find_probe(document: Document) -> Operation | None:
    """Find an operation that tells whether a token is good, and changes nothing."""
    asked = [
        each
        for each in document.operations.values()
        if each.is_secured and each.is_safe and not each.resources and not each.requires_input
    ]
    return min(asked, key=lambda each: (not each.is_caller_owned, len(each.parameters)), default=None)
