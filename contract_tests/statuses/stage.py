"""What a wrong request is made from: a right one, of a user who has what it is about."""

from dataclasses import replace
from functools import cached_property

from contract_tests.inputs.samples import new_key
from contract_tests.spec.document import Operation
from contract_tests.traffic.exchange import Exchange, Request
from contract_tests.traffic.spared import may_end_caller
from contract_tests.users.actors import Actor
from contract_tests.users.recipes import Recipes


class Stage:
    """A right request for each operation, made once and sent as often as it is refused."""

    def __init__(self, recipes: Recipes) -> None:
        self.recipes = recipes
        self.wire = recipes.wire
        self._shared: Actor | None = None
        self._actors: dict[str, Actor] = {}
        self._paths: dict[str, dict[str, str]] = {}
        self._keys: set[str] = set()

    def actor(self, operation: Operation) -> Actor:
        """Who sends it: a user of its own where it may be the end of one."""
        if (operation.is_caller_owned and not operation.is_safe) or may_end_caller(operation):
            if operation.id not in self._actors:
                self._actors[operation.id] = self.recipes.actors.make()
            return self._actors[operation.id]
        if self._shared is None:
            self._shared = self.recipes.actors.make()
        return self._shared

    @cached_property
    def bystander(self) -> Actor:
        """Somebody who sends right requests only."""
        return self.recipes.actors.make()

    def path(self, operation: Operation) -> dict[str, str]:
        """Path parameters that lead to something of the actor's. Raises NoRecipe."""
        if operation.id not in self._paths:
            self._paths[operation.id] = self.recipes.arguments(operation, self.actor(operation))
        return self._paths[operation.id]

    def leave_empty(self, operation: Operation) -> None:
        """Let the operation be about what its user may have, without seeing to it that they have it."""
        self._paths[operation.id] = dict.fromkeys(operation.owners, self.actor(operation).user_id)

    def request(self, operation: Operation, media_type: str | None = None) -> Request:
        """A right request. Raises NoRecipe."""
        actor = self.actor(operation) if operation.security else None
        request = self.recipes.request(operation, actor, self.path(operation), media_type=media_type)
        self._keys |= {value for name, value in request.headers.items() if name == operation.idempotency_key}
        return request

    def send(self, operation: Operation, request: Request) -> Exchange:
        """Send a request, with a key of its own if it has one that some other request may have had."""
        name = operation.idempotency_key
        if name is not None and request.headers.get(name) in self._keys:
            request = replace(request, headers={**request.headers, name: new_key(operation)})
        return self.wire.call(operation, request)
