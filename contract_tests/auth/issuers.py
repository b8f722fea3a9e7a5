"""An issuer outside whose keys the server fetches, and what is asked in the name of their users."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

from contract_tests.auth.forgery import Forge, read_token
from contract_tests.auth.matrix import Ground
from contract_tests.inputs.samples import sample_body, sample_headers, sample_parameters
from contract_tests.spec.document import Document, Operation
from contract_tests.traffic.credentials import credentials_for
from contract_tests.traffic.exchange import Exchange, Request
from contract_tests.users.actors import Actor
from contract_tests.users.recipes import Recipes


@dataclass(frozen=True)
class Issuer:
    """Somebody outside whose tokens are good, and a user that only they know."""

    name: str
    forge: Forge
    user: Actor
    identify: Callable[[str], str | None]

    def new_user(self) -> Actor:
        """A user of theirs who was never here."""
        subject = f"subject-{uuid4().hex}"
        return Actor(subject, str(self.identify(subject)), subject, "")

    def another_token(self, user: Actor) -> Actor:
        """The same user with a token of another log-in."""
        token = read_token(user.token)
        assert token is not None
        fresh = {name: uuid4().hex for name in ("jti", "sid") if name == "jti" or name in token.claims}
        return replace(user, token=self.forge.sign(token.header, {**token.claims, **fresh}))


def taken(recipes: Recipes, ground: Ground, issuer: Issuer, user: Actor, why: str = "") -> None:
    """Fail if a good token is refused."""
    path = dict.fromkeys(ground.operation.owners, user.user_id)
    recipes.wire.mask.hide(user.token)
    exchange = recipes.call(ground.operation, user, path)
    if exchange.status in (401, 403):
        recipes.wire.fail(exchange, why or f"a good token of {issuer.name} is refused", exchange.status)


def asked(recipes: Recipes, operation: Operation, user_id: str, text: str) -> Exchange:
    """Send a token with a request that is right as far as the document says: the things need not be there."""
    path = dict.fromkeys(operation.owners, user_id) | dict.fromkeys(operation.resources, "x")
    media_type = next(iter(operation.bodies), None)
    carried = credentials_for(operation, recipes.wire.mask.hide(text))
    query = {**sample_parameters(operation, "query"), **carried.query}
    headers = {**sample_headers(operation), **carried.headers}
    body = sample_body(operation, media_type) if media_type else None
    return recipes.wire.call(operation, Request(path, query, headers, body, media_type))


def of_owners(document: Document) -> Iterator[Operation]:
    """What is read at the path of a user, and needs nothing else."""
    for operation in document.operations.values():
        if operation.is_safe and operation.owners and not operation.resources and not operation.requires_input:
            yield operation
