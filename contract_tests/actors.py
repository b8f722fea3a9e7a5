"""Users of the server under test: made when they are needed, and thrown away."""

import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from contract_tests.document import Operation
from contract_tests.exchange import Exchange, Request
from contract_tests.expressions import Absent, point
from contract_tests.wire import Wire

ACTORS_FILE = Path(__file__).with_name("actors.toml")


@dataclass(frozen=True)
class Actor:
    """A user and one token of theirs; the id and the token always belong together."""

    user_id: str
    token: str
    unique: str
    password: str

    def __repr__(self) -> str:
        return f"Actor({self.user_id})"


@dataclass(frozen=True)
class _Step:
    operation: Operation
    body: dict[str, Any]


class Actors:
    """Makes users as the actors file says."""

    def __init__(self, wire: Wire, file: Path = ACTORS_FILE) -> None:
        self._wire = wire
        told = tomllib.loads(file.read_text())
        operations = wire.document.operations
        self._register = _Step(operations[told["register"]["operation"]], told["register"]["body"])
        self._log_in = _Step(operations[told["log_in"]["operation"]], told["log_in"]["body"])
        self._token_pointer = told["log_in"]["token"]
        self._id_pointer = told["log_in"]["user_id"]

    def make(self) -> Actor:
        """Register a new user and log them in."""
        unique = f"actor-{uuid4().hex}"
        password = self._wire.mask.hide(f"sentinel-{uuid4().hex}")
        self._perform(self._register, unique, password)
        return self._logged_in(unique, password)

    def log_in_again(self, actor: Actor) -> Actor:
        """Get another token for the same user."""
        return self._logged_in(actor.unique, actor.password)

    def hide_token(self, exchange: Exchange) -> None:
        """Keep the token of a log-in that somebody else made from every report."""
        if exchange.operation is self._log_in.operation and exchange.status in range(200, 300):
            with suppress(Absent, ValueError):
                self._wire.mask.hide(str(point(exchange.body, self._token_pointer)))

    def headers(self, operation: Operation, actor: Actor) -> dict[str, str]:
        """What to send so that an operation knows the actor; nothing if it is public."""
        return credentials(operation, actor.token)

    def _logged_in(self, unique: str, password: str) -> Actor:
        exchange = self._perform(self._log_in, unique, password)
        token = self._wire.mask.hide(str(point(exchange.body, self._token_pointer)))
        return Actor(str(point(exchange.body, self._id_pointer)), token, unique, password)

    def _perform(self, step: _Step, unique: str, password: str) -> Exchange:
        body = {
            name: value.replace("{unique}", unique).replace("{password}", password) if isinstance(value, str) else value
            for name, value in step.body.items()
        }
        exchange = self._wire.call(step.operation, Request(body=body, media_type=next(iter(step.operation.bodies))))
        if exchange.status not in range(200, 300):
            self._wire.fail(exchange, "no actor can be made", exchange.status)
        return exchange


def credentials(operation: Operation, token: str) -> dict[str, str]:
    """The headers that carry a token by the operation's first security requirement."""
    headers = {}
    schemes = operation.document.data["components"]["securitySchemes"]
    for name in operation.security[0] if operation.security else ():
        scheme = schemes[name]
        if scheme["type"] == "apiKey" and scheme["in"] == "header":
            headers[scheme["name"]] = token
        elif (scheme["type"], scheme.get("scheme", "").lower()) == ("http", "bearer") or scheme["type"] in (
            "oauth2",
            "openIdConnect",
        ):
            headers["Authorization"] = f"Bearer {token}"
        else:
            raise NotImplementedError(f"{operation.document.place(schemes, name)}: no actor can use this scheme")
    return headers
